import { type Static, Type } from 'typebox';
import { closed, Id, Instant, nullable, ShortText } from './primitives.ts';

/** 实名制系统登记号, as that system gave it: no text says its form. */
export const RegistrationNumber = Type.String({ pattern: '^[\\p{L}\\p{N}_-]{1,40}$' });

/** 电子券 「申请-发券-培训-兑现-核销」 */
export const VoucherState = Type.Union([
  Type.Literal('applied'),
  Type.Literal('issued'),
  Type.Literal('trained'),
  Type.Literal('redeemed'),
  Type.Literal('written-off'),
]);
export type VoucherState = Static<typeof VoucherState>;

export const Voucher = Type.Object(
  { state: VoucherState, number: nullable(RegistrationNumber), at: Instant },
  closed,
);
export type Voucher = Static<typeof Voucher>;

/** 考核: the organiser sets the exam; who passes gets the certificate of that number. */
export const ExamResult = Type.Object({ passed: Type.Boolean(), certificate: nullable(ShortText) }, closed);
export type ExamResult = Static<typeof ExamResult>;

export const RealNameRow = Type.Object(
  {
    person: Id,
    name: ShortText,
    maskedIdNumber: Type.String(),
    registration: nullable(Type.Object({ number: RegistrationNumber, at: Instant, by: ShortText }, closed)),
    voucher: nullable(Voucher),
    exam: nullable(ExamResult),
  },
  closed,
);
export type RealNameRow = Static<typeof RealNameRow>;

/** GET /api/v1/classes/:class/real-name: the trainees, in the order of the roster. */
export const RealNameList = Type.Object({ rows: Type.Array(RealNameRow) }, closed);
export type RealNameList = Static<typeof RealNameList>;

/** PUT …/people/:person/registration; null takes the number away. */
export const RegistrationChange = Type.Object({ number: nullable(RegistrationNumber) }, closed);

/** PUT …/people/:person/exam; null takes the result away. */
export const ExamChange = Type.Object({ exam: nullable(ExamResult) }, closed);

/** Lines pasted from a spreadsheet, the ID number first: cells are parted by a tab, a comma or 「，」. */
export const PastedLines = Type.Object({ text: Type.String({ minLength: 1, maxLength: 200_000 }) }, closed);

export const Imported = Type.Object({ changed: Type.Integer(), unchanged: Type.Integer() }, closed);
export type Imported = Static<typeof Imported>;

const Persons = Type.Array(Id, { minItems: 1, maxItems: 500, uniqueItems: true });

/** POST …/vouchers/steps: each of these people one step on. */
export const VoucherStep = Type.Object({ persons: Persons, to: VoucherState }, closed);

/** POST …/vouchers/steps-back: by a reviewer, who says why. */
export const VoucherStepBack = Type.Object({ persons: Persons, to: VoucherState, reason: ShortText }, closed);
