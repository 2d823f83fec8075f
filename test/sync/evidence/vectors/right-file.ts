/** Files that hold when they are read together, and what they prove. */
export interface RightFile {
  readonly kind: string;
  /** Within the folder of vectors, in the order in which they are read. */
  readonly files: readonly string[];
  /** Those among them that are new: text, or what is to be written as JSON. */
  readonly contents: Readonly<Record<string, string | object>>;
  /** The file of the key from which a verifier starts. */
  readonly trust: string;
  readonly proves: Proven;
}

export interface Proven {
  readonly records: number;
  readonly checkIns: number;
}

/** One bundle that holds by itself. */
export function bundle(kind: string, text: string, proves: Proven): RightFile {
  const file = `right/${kind}.jsonl`;
  return { kind, files: [file], contents: { [file]: text }, trust: 'trust.pem', proves };
}

/** A page, read after these files. */
export function page(
  kind: string,
  items: readonly unknown[],
  proves: Proven,
  beside: readonly string[] = [],
): RightFile {
  const file = `right/${kind}.json`;
  const contents = { [file]: { items } };
  return { kind, files: [...beside, file], contents, trust: 'trust.pem', proves };
}
