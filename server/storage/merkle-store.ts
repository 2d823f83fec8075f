import { AppError } from '../../sync/base/errors.ts';
import type { NodeStore, TreeNode } from '../../sync/evidence/tlog/merkle-tree.ts';
import type { Database } from './database.ts';

export interface StoredCheckpoint {
  readonly size: number;
  readonly note: string;
  readonly at: number;
}

const insertAtOnce = 300;

/** The nodes of the server's log, its checkpoints, and who cosigned them. */
export class MerkleStore implements NodeStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async read(level: number, number: number): Promise<Uint8Array> {
    const row = await this.#db
      .selectFrom('merkle_nodes')
      .select('hash')
      .where('level', '=', level)
      .where('number', '=', number)
      .executeTakeFirst();
    if (row) return Buffer.from(row.hash, 'hex');
    throw new AppError('internal', `The node ${level}/${number} of the log is missing.`, {
      zh: '透明日志缺少节点，请从备份恢复。',
    });
  }

  async add(nodes: readonly TreeNode[]): Promise<void> {
    const rows = nodes.map(({ level, number, hash }) => ({
      level,
      number,
      hash: Buffer.from(hash).toString('hex'),
    }));
    for (let i = 0; i < rows.length; i += insertAtOnce) {
      await this.#db
        .insertInto('merkle_nodes')
        .values(rows.slice(i, i + insertAtOnce))
        .execute();
    }
  }

  /** Number of entries. */
  async size(): Promise<number> {
    const row = await this.#db
      .selectFrom('merkle_nodes')
      .select((e) => e.fn.max('number').as('last'))
      .where('level', '=', 0)
      .executeTakeFirst();
    return row?.last == null ? 0 : Number(row.last) + 1;
  }

  async addCheckpoint(checkpoint: StoredCheckpoint): Promise<void> {
    await this.#db
      .insertInto('checkpoints')
      .values(checkpoint)
      .onConflict((conflict) => conflict.column('size').doNothing())
      .execute();
  }

  async newestCheckpoint(): Promise<StoredCheckpoint | undefined> {
    return this.#db.selectFrom('checkpoints').selectAll().orderBy('size', 'desc').limit(1).executeTakeFirst();
  }

  async checkpoint(size: number): Promise<StoredCheckpoint | undefined> {
    return this.#db.selectFrom('checkpoints').selectAll().where('size', '=', size).executeTakeFirst();
  }

  /** The newest checkpoint that each witness cosigned is enough for those after it to build on. */
  async addCosignature(size: number, witness: string, line: string): Promise<void> {
    await this.#db
      .insertInto('cosignatures')
      .values({ size, witness, line })
      .onConflict((conflict) => conflict.columns(['size', 'witness']).doUpdateSet({ line }))
      .execute();
  }

  async cosignatures(size: number): Promise<readonly string[]> {
    const rows = await this.#db
      .selectFrom('cosignatures')
      .select('line')
      .where('size', '=', size)
      .orderBy('witness')
      .execute();
    return rows.map((row) => row.line);
  }

  /** The newest checkpoint that some witness cosigned. */
  async newestCosigned(): Promise<StoredCheckpoint | undefined> {
    return this.#db
      .selectFrom('checkpoints')
      .selectAll()
      .where('size', 'in', this.#db.selectFrom('cosignatures').select('size'))
      .orderBy('size', 'desc')
      .limit(1)
      .executeTakeFirst();
  }

  async addWitness(name: string, verifierKey: string): Promise<void> {
    await this.#db
      .insertInto('witnesses')
      .values({ name, verifier_key: verifierKey })
      .onConflict((conflict) => conflict.column('name').doUpdateSet({ verifier_key: verifierKey }))
      .execute();
  }

  async witnesses(): Promise<readonly { readonly name: string; readonly verifierKey: string }[]> {
    const rows = await this.#db.selectFrom('witnesses').selectAll().orderBy('name').execute();
    return rows.map((row) => ({ name: row.name, verifierKey: row.verifier_key }));
  }

  /** The newest checkpoint that each witness cosigned, by the witness's name. */
  async newestCosignedBy(): Promise<ReadonlyMap<string, { readonly size: number; readonly at: number }>> {
    const rows = await this.#db
      .selectFrom('cosignatures')
      .innerJoin('checkpoints', 'checkpoints.size', 'cosignatures.size')
      .select('cosignatures.witness')
      // Checkpoints grow with time, so both are of the same one.
      .select((e) => [e.fn.max('checkpoints.size').as('size'), e.fn.max('checkpoints.at').as('at')])
      .groupBy('cosignatures.witness')
      .execute();
    return new Map(rows.map(({ witness, size, at }) => [witness, { size: Number(size), at: Number(at) }]));
  }
}
