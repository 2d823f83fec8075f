import { type Static, Type } from 'typebox';
import { ClassFiling, Period, Role } from './class-plan.ts';
import { personCategories } from './filing-presets.ts';
import { CivilDay, closed, Digest, Id, ShortText } from './primitives.ts';

export type PersonCategory = (typeof personCategories)[number];
const PersonCategory = Type.Unsafe<PersonCategory>({ type: 'string', enum: [...personCategories] });

/** Where a line of an imported workbook stood: 人员名册 第7行. */
export const SheetLine = Type.Object({ sheet: ShortText, line: Type.Integer({ minimum: 1 }) }, closed);
export type SheetLine = Static<typeof SheetLine>;

/** As typed: whether it is right is for the check to say, so that a wrong one can be shown. */
const TypedIdNumber = Type.String({ minLength: 1, maxLength: 40 });
const Phone = Type.String({ pattern: '^[0-9+][0-9 -]{4,19}$' });

/** What the ledger wants of a person and a kiosk does not. */
export const PersonDetails = Type.Object(
  {
    category: Type.Optional(PersonCategory),
    /** 文化程度 */
    education: Type.Optional(ShortText),
    phone: Type.Optional(Phone),
    /** 户籍 */
    household: Type.Optional(ShortText),
    contractFrom: Type.Optional(CivilDay),
    contractTo: Type.Optional(CivilDay),
    /** 职称 and 单位: of a teacher. */
    title: Type.Optional(ShortText),
    unit: Type.Optional(ShortText),
    remark: Type.Optional(ShortText),
  },
  closed,
);
export type PersonDetails = Static<typeof PersonDetails>;

const FilingPerson = Type.Object(
  {
    id: Type.Optional(Id),
    role: Role,
    name: ShortText,
    idNumber: TypedIdNumber,
    details: Type.Optional(PersonDetails),
    from: Type.Optional(SheetLine),
  },
  closed,
);
export type FilingPerson = Static<typeof FilingPerson>;

const FilingPeriod = Type.Object(
  {
    ...Type.Omit(Period, ['teacher']).properties,
    teacherIdNumber: TypedIdNumber,
    from: Type.Optional(SheetLine),
  },
  closed,
);
export type FilingPeriod = Static<typeof FilingPeriod>;

/** 操作人员: who signs in to the real-name system for the organiser. */
const Operator = Type.Object({ account: ShortText, name: ShortText, post: ShortText, phone: Phone }, closed);

/** 设备台账: a monitoring or check-in device with its parameters and photographs (Suihua 第五条(一)). */
const DossierDevice = Type.Object(
  {
    /** The kiosk's device id, or the serial number of what is no kiosk. */
    number: ShortText,
    name: ShortText,
    model: ShortText,
    parameters: Type.String({ minLength: 1, maxLength: 1_000 }),
    /** Digests of photographs that were uploaded before. */
    photos: Type.Array(Digest, { maxItems: 10 }),
    from: Type.Optional(SheetLine),
  },
  closed,
);

/** Empty while a draft is being filled in; the check says what is missing. */
export const DraftText = Type.String({ maxLength: 200 });

/** 备案内容: what becomes the signed plan, and what the ledger wants beside it. */
export const FilingContent = Type.Object(
  {
    ...Type.Omit(ClassFiling, ['people', 'periods']).properties,
    ...{ title: DraftText, occupation: DraftText, organiser: DraftText, room: DraftText },
    people: Type.Array(FilingPerson, { maxItems: 500 }),
    periods: Type.Array(FilingPeriod, { maxItems: 2_000 }),
    operators: Type.Array(Operator, { maxItems: 50 }),
    dossier: Type.Array(DossierDevice, { maxItems: 50 }),
  },
  closed,
);
export type FilingContent = Static<typeof FilingContent>;
