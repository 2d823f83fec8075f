import { AppError } from '../../sync/base/errors.ts';

/** What the live view refuses, each with its own code. */

export function notAsked(): AppError {
  return new AppError('conflict', 'Nobody watches this feed: the kiosk was not asked for it, or no longer.', {
    zh: '没有人在看这路画面：终端未被要求推送，或已无需推送。',
  });
}

export function tooMuchVideo(): AppError {
  return new AppError('too_many_tries', 'The kiosk sends more live video than is taken: 20 Mbit/s.', {
    zh: '终端推送的实时画面超过上限（20 Mbit/s）。',
  });
}

export function oddTimes(): AppError {
  return new AppError('invalid_input', 'The times of a fragment are not those of live video.', {
    zh: '实时画面片段的时间不合理。',
  });
}

export function viewOver(): AppError {
  return new AppError('not_found', 'This view has ended: open it again.', {
    zh: '本次观看已结束，请重新打开。',
  });
}

export function notInMemory(): AppError {
  return new AppError('not_found', 'This piece of the live picture is no longer here.', {
    zh: '这段实时画面已经不在服务器上。',
  });
}

export function tooManyViews(): AppError {
  return new AppError('too_many_tries', 'Too many live pictures are open: close some first.', {
    zh: '同时打开的实时画面太多，请先关闭一些。',
  });
}
