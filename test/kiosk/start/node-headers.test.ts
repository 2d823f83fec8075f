import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { environmentForHeaders, hasHeaders, UNSAFE_SYMBOL } from '../../../kiosk/start/node-headers.mjs';
import { tempFolder } from './temp-folder.ts';

const BEFORE = `class ObjectWrap {
  ObjectWrap() {
    refs_ = 0;
  }
  virtual ~ObjectWrap() {
    if (persistent().IsEmpty())
      return;
  }
`;
const SINCE_24_19 = `class ObjectWrap {
  ObjectWrap() {
    refs_ = 0;
    AddCleanupHook();
  }
  virtual ~ObjectWrap() {
    RemoveCleanupHook();
    if (persistent().IsEmpty())
      return;
  }
`;
const prefixWith = (header: string) =>
  tempFolder({ 'include/node/node.h': '', 'include/node/node_object_wrap.h': header });

test('headers are told from a Node that came without', () => {
  expect(hasHeaders(prefixWith(BEFORE))).toBe(true);
  expect(hasHeaders(tempFolder({ 'bin/node': '' }))).toBe(false);
});

test('a harmless header is used as it is', () => {
  const prefix = prefixWith(BEFORE);
  const built = tempFolder();
  expect(environmentForHeaders(prefix, built, {})).toEqual({ npm_config_nodedir: prefix });
  expect(existsSync(path.join(built, 'node_object_wrap.h'))).toBe(false);
});

test('a header that takes hooks away in destructors is replaced by one that does not', () => {
  const prefix = prefixWith(SINCE_24_19);
  const built = tempFolder();
  expect(environmentForHeaders(prefix, built, { CXXFLAGS: '-g' })).toEqual({
    npm_config_nodedir: prefix,
    CXXFLAGS: '-g -include ../node_object_wrap.h',
  });
  expect(readFileSync(path.join(built, 'node_object_wrap.h'), 'utf8')).toBe(BEFORE);
});

test('the database module that is installed was not built with the hooks', () => {
  const binding = 'node_modules/better-sqlite3/build/Release/better_sqlite3.node';
  expect(readFileSync(binding).includes(UNSAFE_SYMBOL)).toBe(false);
});
