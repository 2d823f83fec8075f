import { AppError } from '../../sync/base/errors.ts';

export function noSuchTrainee(): AppError {
  return new AppError('not_found', 'The class has no such trainee.', { zh: '该班次没有这名学员。' });
}

export function noSuchApproval(): AppError {
  return new AppError('not_found', 'The credit of the class was never approved in this version.', {
    zh: '该班次没有这一版的考勤核定。',
  });
}

/** Two people at once: the second has not seen what the first did. */
export function changedSince(): AppError {
  return new AppError('conflict', 'The credit changed since you looked at it: look at it again.', {
    zh: '学时在您查看之后有变化（可能有人刚刚认定，或新的记录已到），请刷新后再操作。',
  });
}

export function approvalChanged(): AppError {
  return new AppError('conflict', 'The approval was changed in the store: restore it from a backup.', {
    zh: '服务器上的考勤核定被改动，请从备份恢复。',
  });
}
