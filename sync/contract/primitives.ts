import { type Static, type TSchema, Type } from 'typebox';

/** Epoch milliseconds. */
export const Instant = Type.Integer({ minimum: 0, maximum: 8_640_000_000_000_000 });

/** SHA-256, lower-case hexadecimal. */
export const Digest = Type.String({ pattern: '^[0-9a-f]{64}$' });

/** A random id with its prefix, as `sync/base/ids.ts` makes it, or one that the bureau gave. */
export const Id = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9_-]{1,63}$' });

/** A counter as text, so that no reader rounds it: `"1"`, `"2"`, … */
export const Counter = Type.String({ pattern: '^(0|[1-9][0-9]{0,18})$' });

/** Civil day in Asia/Shanghai, `2026-11-21`. */
export const CivilDay = Type.String({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' });

export const Base64Url = Type.String({ pattern: '^[A-Za-z0-9_-]+$' });

/** ES256: ECDSA on P-256 with SHA-256. SM2-SM3: GB/T 32918 with SM3. What a device signs with; digests are SHA-256. */
export const DeviceSuite = Type.Union([Type.Literal('ES256'), Type.Literal('SM2-SM3')]);
export type DeviceSuite = Static<typeof DeviceSuite>;

/** Chosen by who asks, so that an answer cannot be an old one. */
export const Nonce = Type.String({ pattern: '^[A-Za-z0-9_-]{16,64}$' });

export const ShortText = Type.String({ minLength: 1, maxLength: 200 });

/** Closed objects everywhere: an unknown field is a mistake to be told, never to be dropped in silence. */
export const closed = { additionalProperties: false } as const;

export const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
