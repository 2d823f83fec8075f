import type { Readable } from 'node:stream';
import { Type } from 'typebox';
import { AppError, isAppError } from '../../sync/base/errors.ts';
import { SegmentAnswer } from '../../sync/contract/device-api.ts';
import { Digest, Id } from '../../sync/contract/primitives.ts';
import type { Statement } from '../../sync/contract/statements.ts';
import { openStatement, sealStatement } from '../../sync/evidence/statement.ts';
import type { App, Context } from '../parts.ts';
import type { FileType } from '../storage/segment-store.ts';
import { inTransaction } from '../storage/stores.ts';
import { finding } from '../verify/finding-text.ts';
import { deviceOf, knownDevice, signedByDevice } from './device-auth.ts';

const Params = Type.Object({ device: Id, sha256: Digest });

/** Video and photographs up: whole files, content-addressed, each answered with a signed receipt. */
export function segmentRoutes(app: App, context: Context): void {
  app.register(async (scope: App) => {
    scope.removeAllContentTypeParsers();
    const asItComes = async (_request: unknown, payload: Readable) => payload;
    scope.addContentTypeParser(['video/mp4', 'image/jpeg'], asItComes);
    scope.put(
      '/api/v1/devices/:device/segments/:sha256',
      {
        onRequest: knownDevice(context),
        preValidation: signedByDevice(context),
        schema: {
          tags: ['device'],
          consumes: ['video/mp4', 'image/jpeg'],
          params: Params,
          response: { 200: SegmentAnswer },
        },
      },
      async (request) => {
        const { device } = deviceOf(request);
        const receipt = await takeSegment(context, device, request.params.sha256, request.body as Readable);
        return { receipt };
      },
    );
  });
}

/** Stores one segment, or photograph, that the device announced; gives the receipt, the earlier one when it is there already. */
export async function takeSegment(
  context: Context,
  device: string,
  sha256: string,
  body: Readable | undefined,
): Promise<Statement<'segment-receipt'>> {
  const { segmentFiles } = context.stores;
  const stored = await segmentFiles.file(sha256);
  const kept = await segmentFiles.receipt(device, sha256);
  const earlier = openStatement('segment-receipt', kept, context.serverKey.publicKey);
  if (stored?.state === 'verified' && earlier) return earlier;

  // The record that announces it may have come a moment ago.
  await context.acceptor.settled(device);
  const announced = await segmentFiles.announcement(device, sha256);
  if (!announced) throw notAnnounced();
  if (!body) throw new AppError('truncated_upload', 'The upload is empty.', { zh: '上传内容为空。' });
  await write(context, { device, sha256, ...announced }, body);
  const statement = { v: 1, device, sha256, sizeBytes: announced.sizeBytes } as const;
  const receipt =
    earlier ??
    sealStatement('segment-receipt', { ...statement, receivedAt: context.clock.now() }, context.serverKey);
  await inTransaction(context.database, (stores) => stores.segmentFiles.addVerified(receipt));
  return receipt;
}

interface Upload {
  readonly device: string;
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly class: string | null;
  readonly type: FileType;
}

async function write(
  { segmentStore, stores, clock }: Context,
  upload: Upload,
  body: Readable,
): Promise<void> {
  try {
    await segmentStore.write(upload, body);
  } catch (error) {
    if (isAppError(error, 'digest_mismatch')) {
      const subject = { kind: 'segment', id: upload.sha256 } as const;
      await stores.findings.add(finding('segment-digest-mismatch', subject, upload), clock.now());
    }
    throw error;
  }
}

function notAnnounced(): AppError {
  return new AppError('conflict', 'No record of this device announces the segment: send it first.', {
    zh: '该设备没有记录登记此视频，请先上传记录。',
    retryable: true,
  });
}
