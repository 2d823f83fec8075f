import { Type } from 'typebox';
import { AppError } from '../../sync/base/errors.ts';
import { closed } from '../../sync/contract/primitives.ts';
import { Consistency, Cosigned, Cosigning, LogState } from '../../sync/contract/server-log.ts';
import { addCosignature } from '../../sync/evidence/tlog/add-cosignature.ts';
import { formatNoteKey, noteKeyOf, noteKeyType, parseNoteKey } from '../../sync/evidence/tlog/note-key.ts';
import { originOf } from '../../sync/evidence/tlog/origin.ts';
import { pullTokenOnly } from '../accounts/pull-token.ts';
import type { App, Context } from '../parts.ts';
import { ServerLog } from './server-log.ts';

const Size = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });
const Range = Type.Object({ from: Size, to: Type.Optional(Size) }, closed);

/** The server's log for the pulling system, which may be its witness. */
export function logRoutes(app: App, context: Context): void {
  const puller = { onRequest: pullTokenOnly(context) };
  const { stores, serverKey, clock } = context;
  const log = new ServerLog(stores.merkle, serverKey);

  app.get('/api/v1/log', { ...puller, schema: { tags: ['pull'], response: { 200: LogState } } }, async () => {
    const { publicKey } = serverKey;
    const key = formatNoteKey(noteKeyOf(originOf(publicKey), noteKeyType.ed25519, publicKey));
    const checkpoint = await log.checkpoint(clock.now());
    return { key, size: checkpoint.size, checkpoint: await log.noteOf(checkpoint) };
  });

  app.get(
    '/api/v1/log/consistency',
    { ...puller, schema: { tags: ['pull'], querystring: Range, response: { 200: Consistency } } },
    async (request) => {
      const newest = await log.checkpoint(clock.now());
      const { from, to = newest.size } = request.query;
      const checkpoint = to === newest.size ? newest : await stores.merkle.checkpoint(to);
      if (!checkpoint) throw noCheckpoint();
      const hashes = await log.consistency(from, to);
      const checkpointNote = await log.noteOf(checkpoint);
      return { from, to, hashes: hashes.map((hash) => hash.toString('base64')), checkpoint: checkpointNote };
    },
  );

  app.post(
    '/api/v1/log/cosignatures',
    { ...puller, schema: { tags: ['pull'], body: Cosigning, response: { 200: Cosigned } } },
    async (request) => takeCosignature(context, request.body.checkpoint, request.body.cosignature),
  );
}

/** Takes a witness's line on one of our checkpoints; throws `bad_signature` when no known witness made it. */
async function takeCosignature({ stores }: Context, size: number, line: string) {
  const checkpoint = await stores.merkle.checkpoint(size);
  if (!checkpoint) throw noCheckpoint();
  for (const { name, verifierKey } of await stores.merkle.witnesses()) {
    const key = parseNoteKey(verifierKey);
    const bare = line.trimEnd();
    if (!key || !addCosignature(checkpoint.note, `${bare}\n`, [key]).ok) continue;
    await stores.merkle.addCosignature(size, name, bare);
    return { size, witness: name };
  }
  throw new AppError('bad_signature', 'The cosignature is not that of a known witness on this checkpoint.', {
    zh: '见证签名不是已登记见证方对该检查点的签名。',
  });
}

function noCheckpoint(): AppError {
  return new AppError('not_found', 'There is no checkpoint of that size.', { zh: '没有该大小的检查点。' });
}
