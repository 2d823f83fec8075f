import type { Figure, PolicyWarning, TrainingRules } from '../../sync/contract/policy.ts';

interface ClassSize {
  readonly rules: Pick<TrainingRules, 'leastPeople' | 'mostPeople' | 'mostCapacity' | 'mostClassesAYear'>;
  readonly trainees: number;
  /** Classes of this organiser in this calendar year, this one among them. */
  readonly classesThisYear?: number;
}

/** Too few or too many people, or classes. The texts say 「原则上」 and 「一般」: it warns and never blocks. */
export function classSizeWarnings({ rules, trainees, classesThisYear = 0 }: ClassSize): PolicyWarning[] {
  const { leastPeople: least, mostPeople: most, mostCapacity: capacity, mostClassesAYear: classes } = rules;
  const warnings: PolicyWarning[] = [];
  const warn = (code: string, { source }: Figure<number>, text: string, textEn: string) =>
    warnings.push({ code, field: 'people', text, textEn, source });

  if (least && trainees < least.value) {
    const zh = `学员 ${trainees} 人，少于每班 ${least.value} 人。`;
    warn('too-few-people', least, zh, `${trainees} trainees, fewer than ${least.value} a class.`);
  }
  if (most && trainees > most.value) {
    const zh = `学员 ${trainees} 人，超过每班 ${most.value} 人。`;
    warn('too-many-people', most, zh, `${trainees} trainees, more than ${most.value} a class.`);
  }
  if (capacity && trainees > capacity.value) {
    const zh = `学员 ${trainees} 人，超过机构最大培训人数 ${capacity.value} 人。`;
    warn(
      'over-capacity',
      capacity,
      zh,
      `${trainees} trainees, more than the ${capacity.value} of an organiser.`,
    );
  }
  if (classes && classesThisYear > classes.value) {
    const zh = `本年度第 ${classesThisYear} 期，超过每年 ${classes.value} 期。`;
    warn(
      'too-many-classes',
      classes,
      zh,
      `Class ${classesThisYear} of this year, more than ${classes.value}.`,
    );
  }
  return warnings;
}
