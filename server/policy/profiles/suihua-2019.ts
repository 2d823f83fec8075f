import type { Profile, TrainingRules } from '../../../sync/contract/policy.ts';
import { clause, says, silent } from '../figures.ts';

/** What both parts of the Suihua text share: 第十一条 to 第十三条, and its own contradictions. */
export const suihuaText = {
  version: 1,
  document: '绥就办发〔2019〕1号',
  draft: false,
  from: '2019-12-05',
  to: null,
} as const;

export const suihuaRules: Omit<TrainingRules, 'name' | 'nameEn' | 'money'> = {
  ...silent,
  mostAYear: says(3, '第十二条', '原则上每人每年可享受不超过3次职业培训补贴', {
    text: '「每年」按自然年计。',
    textEn: 'A year is taken as the calendar year.',
  }),
  sameOccupationAndLevel: says('never', '第十二条', '但同一职业同一等级不可重复享受'),
};

export const suihuaConditions: TrainingRules['conditions'] = [
  {
    code: 'no-pension',
    text: '不具有按月领取养老金的资格',
    textEn: 'Draws no monthly pension',
    source: clause('第十二条', '符合条件的劳动者（含不具有按月领取养老金资格的人员）'),
  },
];

export const suihuaDuties: TrainingRules['duties'] = [
  {
    code: 'real-name',
    text: '培训信息须全部录入实名制管理系统，否则不予补贴',
    textEn: 'Every trainee is registered in the real-name system, or nothing is paid',
    source: clause('第十一条', '凡补必进，不进不补'),
  },
  {
    code: 'spot-check',
    text: '人社、财政部门「双随机、一公开」监管',
    textEn: 'Drawn inspections, drawn inspectors, open results',
    source: clause('第十三条', '双随机、一公开'),
  },
];

export const suihuaRemarks: Profile['remarks'] = [
  {
    text: '《职业技能培训人员名册》正文一处称附件2，附件目录为附件3；以附件目录为准。',
    textEn: 'The roster is called annex 2 in one place and annex 3 in the list; the list is followed.',
  },
  {
    text: '附件7被引用而未列入目录，附件3至5没有正文：相应表格为系统样式。',
    textEn:
      'Annex 7 is cited but not listed, and annexes 3 to 5 have no body: those forms are of our own layout.',
  },
  {
    text: '文件未规定签到时段、迟到和签退；采用系统默认，可在开班计划中修改。',
    textEn:
      'No text defines check-in windows, lateness or check-out: the product’s defaults, changed in the plan.',
  },
  {
    text: '文件未规定台账保存年限，系统默认5年。',
    textEn: 'The text gives no retention; five years is our default.',
  },
];

/** 40 minutes, eight a day and 70 % stand in the sentence on 岗前培训 (rules.md §4.5). */
export const asForInduction = {
  text: '本句从岗前培训说起；其他类型没有另行规定，照此执行。',
  textEn:
    'The sentence begins with 岗前培训; other types have no figure of their own, so it is used for them.',
} as const;
