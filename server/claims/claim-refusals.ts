import { AppError } from '../../sync/base/errors.ts';
import type { ClaimBlock } from '../../sync/contract/claims.ts';

const conflict = (en: string, zh: string) => new AppError('conflict', en, { zh });

/** One sentence for each reason. */
export function refusedFor(refusals: readonly ClaimBlock[]): AppError {
  const en = refusals.map(({ textEn }) => textEn).join(' ');
  return conflict(en || 'The claim cannot be handed in.', refusals.map(({ text }) => text).join(''));
}

export const wrongState = () =>
  conflict(
    'The claim is not in a state for this: look at it again.',
    '申请当前的状态不能这样办理，请重新查看。',
  );

export const changedMeanwhile = () =>
  conflict(
    'Somebody else changed the claim meanwhile: look at it again.',
    '申请已被他人改动，请重新查看后再办理。',
  );

export const alreadyThere = () =>
  conflict(
    'The class has a claim already: no class is claimed twice.',
    '该班次已有补贴申请，同一班次不能重复申请。',
  );

export const staleCredit = () =>
  conflict(
    'The credit was approved anew or withdrawn, or came out differently, since the claim was handed in: return it.',
    '申请提交后学时已重新核定、撤销核定或计算结果有变化，请退回申请。',
  );

export const unchosen = () =>
  conflict(
    'The text can be read in several ways: choose a reading first.',
    '政策条文有多种理解，请先选定一种。',
  );

export const unknownReading = () =>
  conflict('This reading is none of the claim’s.', '该理解不在本申请的可选项中。');
