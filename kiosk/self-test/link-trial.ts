import { isAppError } from '../../sync/base/errors.ts';
import { bounded } from './bounded.ts';
import { bad, type Finding, good } from './finding.ts';

interface LinkParts {
  /** Whether the server knows this kiosk. */
  readonly enrolled: boolean;
  /** Takes its turn among the uploads; resolves when the server has answered. */
  readonly contactSoon: () => Promise<void>;
  /** Asks the server past the uploads. */
  readonly ask: () => Promise<unknown>;
}

/** Has the server answer now: by a contact, or, where video takes the whole of a slow line, past it. */
export async function tryLink({ enrolled, contactSoon, ask }: LinkParts, limitMs: number): Promise<Finding> {
  if (!enrolled) return notEnrolled;
  let otherwise = unreachable;
  void ask().then(
    () => {
      otherwise = slow;
    },
    (error: unknown) => {
      if (!isAppError(error, 'server_unreachable')) otherwise = refused;
    },
  );
  const contact = () => contactSoon().then(() => connected);
  const found = await bounded(contact, { limitMs, late: unreachable, failed: unreachable });
  return found.ok ? found : otherwise;
}

const connected = good('已连通人社部门审核端', 'The review centre answers');
const slow = good('已连通，但网络较慢，正在上传', 'Connected, but slow: an upload is under way');
const notEnrolled = bad(
  '本机还没有在人社部门审核端登记，请联系维护人员',
  'The review centre does not know this machine yet: call maintenance',
);
const refused = bad(
  '人社部门审核端有回应，但没有接受本机，请联系维护人员',
  'The review centre answers, and does not accept this machine: call maintenance',
);
const unreachable = bad(
  '没有连上人社部门审核端，请检查网线或无线网络；数据先存在本机，连通后自动上传',
  'The review centre cannot be reached: check the network; data stays here and is sent later by itself',
);
