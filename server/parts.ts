import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify';
import type { Clock } from '../sync/base/clock.ts';
import type { Logger } from '../sync/base/log.ts';
import type { Signer } from '../sync/evidence/keys.ts';
import type { Account } from './accounts/account.ts';
import type { SecretBox } from './accounts/secret-box.ts';
import type { Monitor } from './monitor/monitor.ts';
import type { Thumbnails } from './review/thumbnails.ts';
import type { Database } from './storage/database.ts';
import type { KnownDevice } from './storage/device-store.ts';
import type { SegmentStore } from './storage/segment-store.ts';
import type { Stores } from './storage/stores.ts';
import type { RecordVerifier } from './verify/record-verifier.ts';

/** What the server is made of; main.ts, demo.ts and tests each bring their own. */
export interface ServerParts {
  readonly clock: Clock;
  readonly log: Logger;
  readonly database: Database;
  readonly segmentStore: SegmentStore;
  /** Ed25519. */
  readonly serverKey: Signer;
  /** Keeps second factors readable for the server alone. */
  readonly secretBox: SecretBox;
  /** Of those whose work is money; they may do nothing before they enrolled one. */
  readonly secondFactor: 'required' | 'optional';
  /** Folder of the built review pages; undefined serves the API alone. */
  readonly uiDir: string | undefined;
  /** Believe the proxy in front of us about the client's address and https. */
  readonly trustProxy: boolean;
  /** Checks signatures of records. */
  readonly verifier: RecordVerifier;
  /** Pause between two passes over the store, ms. */
  readonly verifyEveryMs: number;
  /** Folder for small pictures of video; may be emptied at any time. */
  readonly thumbnailsDir: string;
  /** Folder of the photographs of devices that organisers file. */
  readonly filingPhotosDir: string;
  /** Private networks (CIDR) that webhooks may be sent to; none unless told. */
  readonly webhookNetworks?: readonly string[];
}

/** Verifies what kiosks have sent, after it was taken in. */
export interface Acceptance {
  /** This device has records that wait; `moreFollow`: and is about to send others. */
  kick(device: string, moreFollow?: boolean): void;
  /** Resolves when nothing of this device (of any, without one) is being verified. */
  settled(device?: string): Promise<void>;
}

/** What every route is handed. */
export interface Context extends ServerParts {
  readonly stores: Stores;
  readonly thumbnails: Thumbnails;
  readonly acceptor: Acceptance;
  /** Who watches which camera now. */
  readonly monitor: Monitor;
}

export type App = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

declare module 'fastify' {
  interface FastifyRequest {
    /** The kiosk whose signature the request carries; null on other routes. */
    device: KnownDevice | null;
    /** The body's bytes, on routes whose signature covers them. */
    rawBody: Buffer | null;
    /** Whose session the request carries. */
    account: Account | null;
  }
}
