import { expect, test } from 'vitest';
import { newestProfiles } from '../../../server/policy/profiles.ts';
import { canonicalJson } from '../../../sync/evidence/canonical-json.ts';
import { sha256 } from '../../../sync/evidence/digest.ts';

/** Digest of each version that classes may have been filed under. */
const published: Record<string, string> = {
  'suihua-2019-enterprise 1': 'b8757cccdeb5e71cfecb8cc4fb54ca3cda9871485b5e5c39fbd749a90be27d7e',
  'suihua-2019-key-groups 1': 'd65decfc9ced5c6260183373865f9e3a4d9aa1dcfc1a9fa4aea879ae85dd175c',
  'yiwu-2022 1': '7bd728143405c255019cf5209a023f36e33d99141f820cd33dbf32a7d9ae9281',
  'yiwu-2019 1': '3920bf513c512ce68b8cc2d73d43218fb250d1fa66d8f7d7716e9d3da5792741',
  'wenzhou-2020 1': '2899d30b152dfb41c34afea9a94b5cf15dd4209d6cc488355f352d1aa376183a',
  'county-2023 1': '670ad7608721222eabcd559e4d86933dcd6d7ec765662e79eec2d804dc65f32c',
};

test.each(newestProfiles().map((profile) => [`${profile.id} ${profile.version}`, profile] as const))(
  '%s is as it was published: a class keeps the version that it was filed under, so a change is a new version',
  (name, profile) => {
    expect(sha256(canonicalJson(profile))).toBe(published[name]);
  },
);
