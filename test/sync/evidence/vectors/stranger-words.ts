/** Its words are its own: by these it must have found what is wrong, and by no other check. */
const by: readonly (readonly [kinds: RegExp, words: RegExp])[] = [
  [/^sequence-hole$/, /does not follow/],
  [/^(broken-chain|log-begun-with-another-digest)$/, /does not carry the digest/],
  [
    /^(wrong-key|boot-record-signed-by-device-key|item-without-boot-key|mid-log-with|log-begun-by-|version-1-(boot-)?key)/,
    /another key than the one in hand/,
  ],
  [
    /^(bad-signature|signature-spelled-otherwise|item-with-an-edited-record)$/,
    /signature that does not hold/,
  ],
  [/^boot-key-line-/, /boot key is not signed by a certified key/],
  [/^(boot-key-of-|item-with-a-(later-)?boot-key|mid-log-started)/, /has a boot key that its device key/],
  [/^rotation-(signed|of)/, /key did not sign the rotation/],
  [/^(rotation-without-certificate|certificate-for-later-records)$/, /no certificate shows its device key/],
  [/^certificate-(missing|after-its-record)$/, /no certificate names/],
  [/^(certificate-(expired|renewed-too-late)|item-whose-own-certificate)/, /had run out/],
  [/^two-(certificates|keys)/, /another certificate of one moment or place/],
  [/^version-1-certificate-of-another-key$/, /does not give the device id/],
  [/^certificate-of-no-point-of-the-curve$/, /names no key of its suite/],
  [/^malformed-and-accepted$/, /accepted, and is malformed/],
  [/^(certificate|receipt|revocation)-of-another-server$/, /not trusted/],
  [/^acceptance-under-the-id-of-another-key$/, /not trusted/],
  [/^checkpoint-with-a-wrong-signature/, /wrong signature of a known key/],
  [/-with-a-wrong-signature$/, /signature that does not hold/],
  [/^acceptance-of-another-record$/, /not the one that was accepted/],
  [/^acceptance-missing$/, /acceptance is kept back/],
  [/^acceptance-(before|without)-its-record$/, /accepted and is not here/],
  [/^(receipt-for-another|receipt-before-the|revoked-and-forked)/, /receipt is for another record/],
  [/^(log-cut-off|revoked-and-cut-off)$/, /is cut off/],
  [/^(version-1-)?entry-missing$/, /no entry/],
  [/^(entry-(with|of)|item-with-another-log-proof|revoked-with-a-wrong-path)/, /not in the tree/],
  [/^entry-before-its-record$/, /entry of a record that is not here/],
  [/^entry-before-its-checkpoint$/, /comes before every checkpoint/],
  [/^(receipt-after-an-acceptance|revoked-and-its-time)/, /not proven: no-anchor$/],
  [/^covered-by-a-receipt-of-revoked/, /not proven: clock-off$/],
  [/^checkpoint-of-another-key$/, /not signed by a trusted log/],
  [/^segment-receipt-(without|before)/, /a receipt and no record/],
  [/^two-logs-of-one-size$/, /two histories/],
  [/^line-with-/, /not in canonical form/],
  [/^line-of-no-known-kind$/, /of no known kind/],
  [/^(line-of-two-kinds|header-twice)$/, /not of one kind/],
  [/^header-missing$/, /line 1, the header/],
  [/^item-(with-another-decision|of-another-person)$/, /something else than its record/],
  [/^item-with-another-acceptance$/, /acceptance is of another record/],
  [/^item-with-(another-receipt|a-receipt-of-a-later-place)$/, /another time receipt/],
  [/^(version-1-item-with-a-time|item-with-another-time)$/, /another time than the proven one/],
  [/^version-1-item-with-a-receipt$/, /a time receipt, and is of version 1/],
  [/^item-of-version-1/, /neither its time nor its place/],
  [/^item-of-another-device$/, /certificate is of another device/],
  [/^item-with-a-certificate-for-later-records$/, /certificate is for later records/],
  [/^item-(doubled|id-twice)$/, /twice/],
  [/^anchor-that-is-no-digest$/, /has a wrong anchor/],
  [/^counter-with-a-leading-zero$/, /has a wrong seq/],
  [/^device-that-is-not-trusted$/, /of a key that is not trusted/],
  [/^(page-with-a-field-more|version-1-with-uptime)$/, /other fields/],
  [/^consistency-/, /does not go on from/],
  [/^fork-beside-the-bundle$/, /was forked/],
  [/^(video|photograph)-changed$/, /no record names/],
];

/** What the checker must say of a kind of wrong evidence. */
export function wordsFor(kind: string): RegExp {
  const sign = /^time-(.*?)(-of-.*)?$/.exec(kind)?.[1];
  if (sign !== undefined) return new RegExp(`not proven: ${sign}$`);
  const found = by.find(([kinds]) => kinds.test(kind));
  if (found === undefined) throw new Error(`no words for ${kind}`);
  return found[1];
}
