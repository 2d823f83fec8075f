import type { LookupAddress } from 'node:dns';
import { describe, expect, test } from 'vitest';
import { blockListOf, guardedLookup, mayReach } from '../../../../server/pull/webhooks/public-address.ts';
import { checkWebhookUrl } from '../../../../server/pull/webhooks/webhook-url.ts';

const none = blockListOf([]);
const loopback = blockListOf(['127.0.0.0/8', '::1/128']);

describe('addresses', () => {
  test.each([
    ...['127.0.0.1', '10.1.2.3', '172.16.0.1', '172.31.255.255', '192.168.1.1', '169.254.169.254', '0.0.0.0'],
    ...[
      '100.64.0.1',
      '198.18.0.1',
      '224.0.0.1',
      '255.255.255.255',
      '::',
      '::1',
      'fe80::1',
      'fc00::1',
      'ff02::1',
    ],
    ...['::ffff:127.0.0.1', '::ffff:10.0.0.1', '::7f00:1', '64:ff9b::a00:1', '2002:a00:1::', '2001:0:1::'],
  ])('%s is not reached', (address) => expect(mayReach(address, none)).toBe(false));

  test.each(['8.8.8.8', '172.32.0.1', '2606:4700::1111', '::ffff:8.8.8.8'])('%s is', (address) =>
    expect(mayReach(address, none)).toBe(true),
  );

  test('a private network that the configuration names is reached, and no other', () => {
    const allowed = blockListOf(['10.3.0.0/16']);
    expect(['10.3.9.9', '10.4.0.1', '127.0.0.1'].map((one) => mayReach(one, allowed))).toEqual([
      true,
      false,
      false,
    ]);
  });

  test.each(['10.3.0.0', '10.3.0.0/33', 'example.org/8', '::1/129', '/8', ''])(
    '%s is no network',
    (network) => expect(() => blockListOf([network])).toThrow('is no network'),
  );
});

describe('names', () => {
  const lookUp = (allowed = none) =>
    new Promise<{ error: NodeJS.ErrnoException | null; found: string | LookupAddress[] }>((resolve) => {
      guardedLookup(allowed)('localhost', { all: true }, (error, found) => resolve({ error, found }));
    });

  test('one that leads to a private address is refused as it is looked up', async () => {
    expect((await lookUp()).error?.code).toBe('EPRIVATE');
    expect((await lookUp(loopback)).error).toBeNull();
  });
});

describe('URLs', () => {
  test.each([
    'https://hooks.example.org/keqin',
    'https://hooks.example.org:8443/a?b=c',
    'https://8.8.8.8/',
    'https://[2606:4700::1111]/',
  ])('%s may be told', (url) => expect(checkWebhookUrl(url, none).href).toBe(url));

  test.each([
    ['no url', 'url is no URL'],
    ['ftp://example.org/', 'must begin with https'],
    ['http://example.org/', 'must begin with https'],
    ['http://10.0.0.1/', 'must begin with https'],
    ['https://user:word@example.org/', 'no user and password'],
    ['https://10.0.0.1/', 'private address'],
    ['https://0x7f.1/', 'private address'],
    ['https://2130706433/', 'private address'],
    ['https://[::ffff:127.0.0.1]/', 'private address'],
    ['https://169.254.169.254/latest', 'private address'],
    ['https://localhost/', 'private address'],
    ['http://127.0.0.1:9000/', 'private address'],
    ['http://[::1]:9000/', 'private address'],
  ])('%s: %s', (url, why) => expect(() => checkWebhookUrl(url, none)).toThrow(why));

  test('http goes to this machine where the configuration names it', () => {
    const urls = ['http://127.0.0.1:9000/', 'http://localhost:9000/', 'http://[::1]:9000/'];
    for (const url of urls) expect(checkWebhookUrl(url, loopback).href).toBe(url);
  });
});
