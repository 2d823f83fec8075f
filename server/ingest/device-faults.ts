import { AppError } from '../../sync/base/errors.ts';

/** Refusals that a kiosk may get, each with its own code. */

export function badHead(): AppError {
  return new AppError('bad_signature', 'The head of the log is not signed by the device key.', {
    zh: '日志签名与设备密钥不符，请检查终端密钥。',
  });
}

export function staleNonce(): AppError {
  return new AppError('stale_nonce', 'This request was answered before: an old one was sent again.', {
    zh: '该请求已处理过：有人重放了旧请求。',
  });
}

export function clonedDevice(): AppError {
  return new AppError(
    'device_cloned',
    'The log sent is not the one this server has: the key was copied, or an old state restored.',
    { zh: '终端日志与服务器已有日志不一致：密钥可能被复制，或终端被恢复到旧状态，请联系审核员。' },
  );
}

export function revokedDevice(): AppError {
  return new AppError('device_revoked', 'This device was revoked: it must be enrolled anew.', {
    zh: '该终端已被吊销，请联系审核员重新登记。',
  });
}

/** Nothing can be rested on a registration that was edited; what comes waits until it is whole again. */
export function changedRegistration(): AppError {
  return new AppError(
    'conflict',
    'The registration of this device was changed in the store: restore it first.',
    { retryable: true, zh: '服务器上该终端的登记信息被改动，请先从备份恢复。' },
  );
}
