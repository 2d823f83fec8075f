import { type Static, Type } from 'typebox';
import { messageOf } from '../base/errors.ts';
import { isOf } from '../base/parse.ts';
import { closed } from '../contract/primitives.ts';
import type { Statement } from '../contract/statements.ts';
import { canonicalJson } from './canonical-json.ts';
import { openStatement } from './statement.ts';
import { decodeBase64 } from './tlog/base64.ts';
import { hashLeaf } from './tlog/tree-hash.ts';
import { verifyInclusion } from './tlog/verify-proof.ts';
import { trustOf } from './trust.ts';
import type { Wrong } from './verifier.ts';

/** As far as it must be read to be checked: a line says more, and a later server may say more yet. */
const Item = Type.Object(
  {
    registration: Type.Union([Type.String(), Type.Null()]),
    line: Type.Object({ class: Type.String(), counts: Type.Boolean() }, { additionalProperties: true }),
    approval: Type.Unknown(),
    proof: Type.Object(
      { index: Type.Integer({ minimum: 0 }), path: Type.Array(Type.String(), { maxItems: 64 }) },
      closed,
    ),
  },
  closed,
);
type Item = Static<typeof Item>;

/** As a page of attendance. */
const Page = Type.Object(
  {
    items: Type.Array(Type.Unknown()),
    withdrawn: Type.Optional(Type.Array(Type.Unknown())),
    nextCursor: Type.Optional(Type.String()),
  },
  closed,
);

/** A page of the pull of approved credit, rather than one of attendance. */
export function isCreditPage(page: unknown): boolean {
  const items = typeof page === 'object' && page !== null && 'items' in page ? page.items : undefined;
  return Array.isArray(items) && items.length > 0 && items.every((item) => isObject(item) && 'line' in item);
}

/** Checks pages of approved credit from a server's trusted key alone. Nothing fed to it makes it throw. */
export class CreditPages {
  readonly wrong: Wrong[] = [];
  readonly #keys: ReadonlySet<string>;
  /** Root by class and version, and whether each line counts, by its index. */
  readonly #approvals = new Map<string, { readonly root: string; readonly counts: Map<number, boolean> }>();
  readonly #newest = new Map<string, number>();

  constructor(trustedKeys: readonly string[], serverKeyHint?: string) {
    this.#keys = trustOf(trustedKeys, serverKeyHint).keys;
  }

  addPage(name: string, page: unknown): void {
    if (!isOf(Page, page)) {
      this.wrong.push({ what: `page ${name}`, why: 'is not a page of the pull API' });
      return;
    }
    for (const [index, item] of page.items.entries()) {
      const why = this.#judge(item);
      if (why !== undefined) this.wrong.push({ what: `credit ${index + 1} of ${name}`, why });
    }
  }

  /** Lines that hold, of the newest version shown of each class, and how many of them count. */
  counts(): { readonly lines: number; readonly counting: number } {
    const lines = [...this.#newest].flatMap(([ofClass, version]) => [
      ...(this.#approvals.get(`${ofClass} ${version}`)?.counts.values() ?? []),
    ]);
    return { lines: lines.length, counting: lines.filter(Boolean).length };
  }

  #judge(item: unknown): string | undefined {
    try {
      if (!isOf(Item, item)) return 'is not of the pull API: a field is missing, unknown or wrong';
      const approval = this.#open(item.approval);
      if (!approval) return 'its approval is not signed by a trusted server';
      return this.#place(item, approval);
    } catch (error) {
      return `cannot be judged: ${messageOf(error)}`;
    }
  }

  #open(value: unknown): Statement<'credit-approval'> | undefined {
    for (const key of this.#keys) {
      const approval = openStatement('credit-approval', value, key);
      if (approval) return approval;
    }
    return undefined;
  }

  #place({ line, proof: { index, path } }: Item, { body }: Statement<'credit-approval'>): string | undefined {
    const { class: ofClass, version, size, root } = body;
    if (line.class !== ofClass) return 'is of another class than its approval';
    const hashes = path.map(decodeBase64);
    const leafHash = hashLeaf(Buffer.from(canonicalJson(line), 'utf8'));
    const proof = hashes.flatMap((hash) => hash ?? []);
    const claim = { index, size, leafHash, proof, root: Buffer.from(root, 'hex') };
    if (proof.length < hashes.length || !verifyInclusion(claim))
      return 'is not in the approval that it shows';
    const key = `${ofClass} ${version}`;
    const known = this.#approvals.get(key) ?? { root, counts: new Map<number, boolean>() };
    if (known.root !== root) return `version ${version} of its class was approved twice: two histories`;
    if (known.counts.has(index)) return 'stands in the pages twice';
    known.counts.set(index, line.counts);
    this.#approvals.set(key, known);
    this.#newest.set(ofClass, Math.max(version, this.#newest.get(ofClass) ?? 0));
    return undefined;
  }
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
