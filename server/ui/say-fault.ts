import { ElMessage } from 'element-plus';
import type { Fault } from './api.ts';
import { faultText } from './text/language.ts';

/** For what goes wrong where no page has room to say so. */
export const sayFault = (fault: Fault): void => void ElMessage.error(faultText(fault));
