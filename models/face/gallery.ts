import { cosine, meanEmbedding } from './embedding.ts';
import { recognitionThreshold } from './recognition-threshold.ts';
import { recognition } from './thresholds.ts';

/** What one person was enrolled with. The id says nothing about the person. */
export interface EnrolledFace {
  readonly id: string;
  readonly embeddings: readonly Float32Array[];
}

interface Match {
  /** The id of the most similar person; undefined when nobody is enrolled. */
  readonly best: string | undefined;
  /** Cosine with the best, −1 when there is none. */
  readonly score: number;
  /** Cosine with the second best, −1 when there is none. */
  readonly second: number;
  readonly margin: number;
}

/** The enrolled people to compare with. It does not change: build another when somebody comes or goes. */
export interface Gallery {
  readonly size: number;
  match(embedding: Float32Array): Match;
  /** The id when the match is good enough to be believed. */
  decide(match: Match): string | undefined;
}

/** One mean template per person: better than the best of their pictures (at 0.1 % FPIR, 90.7 against 79.0 % found). */
export function buildGallery(people: readonly EnrolledFace[]): Gallery {
  const enrolled = people.filter((person) => person.embeddings.length > 0);
  const templates = enrolled.map(({ id, embeddings }) => ({ id, template: meanEmbedding(embeddings) }));
  const threshold = recognitionThreshold(templates.length);
  return {
    size: templates.length,
    match: (embedding) => {
      let match: Match = { best: undefined, score: -1, second: -1, margin: 0 };
      for (const { id, template } of templates) match = improve(match, id, cosine(template, embedding));
      return match;
    },
    decide: ({ best, score, margin }) =>
      score >= threshold && margin >= recognition.minMargin ? best : undefined,
  };
}

function improve(match: Match, id: string, score: number): Match {
  if (score > match.score) return { best: id, score, second: match.score, margin: score - match.score };
  const second = Math.max(match.second, score);
  return { ...match, second, margin: match.score - second };
}
