import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import type { Static, TSchema } from 'typebox';
import { AppError } from './errors.ts';

// Nothing is removed, coerced or filled in: what was signed must be judged as it is.
const ajv = new Ajv({ allErrors: false, removeAdditional: false, coerceTypes: false, useDefaults: false });
const compiled = new WeakMap<TSchema, ValidateFunction>();

/** Checks `value` against `schema`; throws `invalid_input` with one sentence that names the field. */
export function parseAs<T extends TSchema>(schema: T, value: unknown, what: string): Static<T> {
  const problem = findProblem(schema, value);
  if (problem === undefined) return value as Static<T>;
  throw invalidField(what, problem.field, problem.en, problem.zh);
}

/** True when `value` is of `schema`'s shape. */
export function isOf<T extends TSchema>(schema: T, value: unknown): value is Static<T> {
  return findProblem(schema, value) === undefined;
}

/** The error for a field that is wrong for a reason no schema can state. */
export function invalidField(what: string, field: string, en: string, zh: string): AppError {
  const at = field === '' ? '' : `${field} `;
  return new AppError('invalid_input', `${what}: ${at}${en}.`, { field, zh: `${what}：${at}${zh}。` });
}

interface Problem {
  readonly field: string;
  readonly en: string;
  readonly zh: string;
}

function findProblem(schema: TSchema, value: unknown): Problem | undefined {
  let validate = compiled.get(schema);
  if (!validate) {
    validate = ajv.compile(schema);
    compiled.set(schema, validate);
  }
  if (validate(value)) return undefined;
  return describe(deepest(validate.errors ?? []));
}

/** Of the branches of a union, the error that got furthest says most. */
function deepest(errors: readonly ErrorObject[]): ErrorObject {
  const depth = (e: ErrorObject) => e.instancePath.split('/').length;
  return errors.reduce((best, e) => (depth(e) > depth(best) ? e : best), errors[0] as ErrorObject);
}

/** Also used for Fastify's validation errors, which are Ajv's. */
export function describe(error: ErrorObject): Problem {
  const path = fieldPath(error.instancePath);
  const params = error.params as Record<string, unknown>;
  const join = (name: unknown) => (path === '' ? String(name) : `${path}.${name}`);
  switch (error.keyword) {
    case 'required':
      return { field: join(params.missingProperty), en: 'is missing', zh: '缺失' };
    case 'additionalProperties':
      return { field: join(params.additionalProperty), en: 'is not a known field', zh: '不是已知字段' };
    case 'type':
      return { field: path, en: `must be of type ${params.type}`, zh: `类型应为 ${params.type}` };
    case 'const':
    case 'enum':
    case 'anyOf':
      return { field: path, en: 'is not one of the allowed values', zh: '不是允许的取值' };
    case 'pattern':
      return { field: path, en: 'has the wrong form', zh: '格式不正确' };
    default:
      return { field: path, en: error.message ?? 'is not valid', zh: `不符合要求（${error.message ?? ''}）` };
  }
}

/** `/periods/3/endAt` → `periods[3].endAt` */
function fieldPath(pointer: string): string {
  return pointer
    .split('/')
    .slice(1)
    .reduce(
      (path, part) => (/^\d+$/.test(part) ? `${path}[${part}]` : path === '' ? part : `${path}.${part}`),
      '',
    );
}
