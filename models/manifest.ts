import { readFileSync } from 'node:fs';
import { type Static, Type } from 'typebox';
import { AppError } from '../sync/base/errors.ts';
import { parseAs } from '../sync/base/parse.ts';

const strict = { additionalProperties: false } as const;
const text = Type.String({ minLength: 1 });

const InputSchema = Type.Object(
  {
    widthPx: Type.Integer({ minimum: 1 }),
    heightPx: Type.Integer({ minimum: 1 }),
    channels: Type.Union([Type.Literal('RGB'), Type.Literal('BGR')]),
    /** A channel's value becomes (value − mean) × scale. */
    mean: Type.Array(Type.Number(), { minItems: 3, maxItems: 3 }),
    scale: Type.Number({ exclusiveMinimum: 0 }),
  },
  strict,
);

const ThresholdsSchema = Type.Object(
  {
    /** Cosine from which a face is taken for its best match, by how many people are enrolled. */
    cosine: Type.Array(
      Type.Object({ enrolled: Type.Integer({ minimum: 1 }), atLeast: Type.Number() }, strict),
    ),
    measurement: text,
  },
  strict,
);

const ModelSchema = Type.Object(
  {
    name: text,
    task: Type.Union([Type.Literal('detect'), Type.Literal('landmarks'), Type.Literal('recognise')]),
    file: text,
    sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }),
    sizeBytes: Type.Integer({ minimum: 1 }),
    licence: text,
    source: Type.Object({ package: text, version: text, origin: text }, strict),
    input: InputSchema,
    alignment: text,
    thresholds: Type.Optional(ThresholdsSchema),
  },
  strict,
);

export type ModelEntry = Static<typeof ModelSchema>;
export type RecognitionThresholds = Static<typeof ThresholdsSchema>;
export type ModelInput = Static<typeof InputSchema>;

/** The models that this version knows. Throws `invalid_input` when the file is not of the manifest's shape. */
export function readManifest(): readonly ModelEntry[] {
  const json: unknown = JSON.parse(readFileSync(new URL('./manifest.json', import.meta.url), 'utf8'));
  return parseAs(Type.Object({ models: Type.Array(ModelSchema) }, strict), json, 'models/manifest.json')
    .models;
}

/** The manifest's one model for `task`. */
export function modelFor(
  task: ModelEntry['task'],
  manifest: readonly ModelEntry[] = readManifest(),
): ModelEntry {
  const found = manifest.find((model) => model.task === task);
  if (found === undefined) throw new AppError('internal', `models/manifest.json has no model to ${task}.`);
  return found;
}
