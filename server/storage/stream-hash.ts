import { createHash } from 'node:crypto';

/** SHA-256 of a stream, as it comes. */
export interface StreamHash {
  /**
   * Takes the pieces: who gave them may not use them again. Resolves when they are hashed, and then takes the
   * next; rejects when the hash is lost.
   */
  update(pieces: readonly Buffer[]): Promise<void>;
  /** Hexadecimal. Nothing may follow; to be called for a stream that broke off, too, for it frees what is kept. */
  end(): Promise<string>;
}

export type NewStreamHash = () => StreamHash;

/** In this thread: for tests, and where there is nothing else to do. */
export function inlineHash(): StreamHash {
  const hash = createHash('sha256');
  return {
    update: async (pieces) => {
      for (const piece of pieces) hash.update(piece);
    },
    end: async () => hash.digest('hex'),
  };
}
