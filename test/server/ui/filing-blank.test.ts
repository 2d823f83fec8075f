import { describe, expect, test } from 'vitest';
import { filingErrors } from '../../../server/classes/check-filing.ts';
import { newestProfiles } from '../../../server/policy/profiles.ts';
import { blankFiling, withTraining } from '../../../server/ui/filing-blank.ts';
import { parseAs } from '../../../sync/base/parse.ts';
import { FilingContent } from '../../../sync/contract/filing.ts';
import { sampleContent } from '../../helpers/sample-content.ts';

const trainings = newestProfiles().flatMap((profile) => profile.types.map((rules) => ({ profile, rules })));

describe('a filing begun by hand', () => {
  test('under every policy and type it can be stored, and is wrong for what is missing only', () => {
    expect(trainings.length).toBeGreaterThan(10);
    for (const { profile, rules } of trainings) {
      const blank = parseAs(FilingContent, blankFiling(profile, rules, '某学校'), 'filing');
      expect(filingErrors(blank).map(({ field }) => field)).toEqual([
        ...['title', 'occupation', 'room', 'people', 'people', 'periods'],
      ]);
      expect(blank.periodMinutes).toBe(rules.periodMinutes.value);
      expect(blank.recording.theory).toBe(rules.video.value !== 'none');
    }
  });

  test('another type of training brings its presets, and keeps the rest', () => {
    for (const { profile, rules } of trainings) {
      const content = withTraining({ ...sampleContent(), profileVersion: 1 }, profile, rules);
      expect(content).not.toHaveProperty('profileVersion');
      expect(content).toMatchObject({ profile: profile.id, trainingKind: rules.name, room: '101' });
      expect(content.recording.localRetentionHours).toBe(24);
      const lengths = content.periods.map(({ startAt, endAt }) => (endAt - startAt) / 60_000);
      expect(new Set(lengths)).toEqual(new Set([rules.periodMinutes.value]));
    }
  });
});
