import type { TrainingRules } from '../../sync/contract/policy.ts';
import { isCertificateNumber, parseCertificateNumber } from '../policy/certificate-number.ts';

/** What is wrong with a certificate number under the rules of its class, for people; undefined when nothing is. */
export function certificateFault(
  certificate: string,
  rules: TrainingRules | undefined,
): { readonly zh: string; readonly en: string } | undefined {
  const form = rules?.certificate?.value;
  if (!form || isCertificateNumber(form, certificate)) return undefined;
  if (parseCertificateNumber(form.form, certificate) === undefined) {
    return { zh: '证书编号格式不正确', en: 'has a certificate number of the wrong form' };
  }
  const prefixes = form.prefixes.join('、');
  return {
    zh: `证书编号不是本培训种类的（应以 ${prefixes} 开头）`,
    en: `has a certificate number of another type of training (here they begin with ${prefixes})`,
  };
}
