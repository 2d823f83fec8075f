import type { PastedFault } from '../filing-paste.ts';

type Texts<K extends string> = Record<K, string>;

const pastedFault: Texts<PastedFault['what']> = {
  name: '缺少姓名',
  idNumber: '第二列应为身份证号',
  category: '人员类别不在 11 类之中',
  phone: '电话应为数字',
  day: '日期请写作 2026-11-21',
  'too-many': '列数过多，请按上面的顺序',
};

/** 手工填写: a filing made and edited on the page. */
export const zhFilingEdit = {
  save: '保存',
  cancel: '取消',
  add: '添加',
  change: '编辑',
  needed: '请填写标 * 的各项。',
  untitled: '（未命名）',
  workbook: '下载工作簿',

  make: {
    button: '手工填写',
    title: '手工填写备案',
    lead: '先选政策和培训种类：课时长度、录像范围、签到规则按其预设，之后都能改。',
    profile: '政策',
    kind: '培训种类',
    next: '开始填写',
  },

  terms: {
    title: '培训种类与终端',
    periodMinutes: '每课时（分钟）',
    recording: '录像范围',
    theory: '理论课全程',
    practice: '实操全程',
    devices: '考勤终端',
    devicesHint: '可签到的终端编号，一行一个，最多 20 台',
    lengthFollows:
      '改动每课时分钟时，已有课时的结束时间随之改动。改选培训种类时，课时长度和录像范围按新的种类预设。',
    wrongDevice: (id: string): string => `“${id}”不是终端编号：只含字母、数字、下划线和短横线。`,
    tooManyDevices: '最多 20 台终端。',
    wrongMinutes: '每课时应为 10 到 120 分钟的整数。',
  },

  person: {
    add: { trainee: '添加学员', teacher: '添加教师', 'class-admin': '添加班主任' },
    title: { trainee: '学员', teacher: '教师', 'class-admin': '班主任' },
    paste: '粘贴多人',
    detail: {
      category: '人员类别',
      education: '文化程度',
      phone: '电话',
      household: '户籍',
      contractFrom: '合同起始日',
      contractTo: '合同终止日（无固定期限不填）',
      title: '职称',
      unit: '单位',
      remark: '备注',
    },
  },

  paste: {
    title: '粘贴多人',
    role: '角色',
    lead: '从 Excel 复制若干行粘贴到下面，一人一行。列的顺序：',
    area: '人员',
    save: (n: number): string => `添加 ${n} 人`,
    wrong: pastedFault,
    fault: (line: number, what: PastedFault['what']): string => `第 ${line} 行：${pastedFault[what]}`,
    more: (n: number): string => `另有 ${n} 处错误`,
    tooMany: '一个班级最多 500 人。',
  },

  period: {
    add: '添加一节',
    addMany: '按规律添加',
    title: '课时',
    day: '日期',
    number: '第几节',
    start: '开始时间',
    end: (clock: string): string => `结束时间 ${clock}`,
    kind: '类型',
    topic: '课程内容',
    teacher: '教师',
    exam: '考核课（不计入课时）',
    noTeacher: '请先在“人员”中添加教师。',
    removePicked: (n: number): string => `移除所选 ${n} 节`,
  },

  pattern: {
    title: '按规律添加课时',
    from: '从',
    to: '到',
    days: '哪些天',
    working: '工作日（按节假日安排）',
    chosen: '每周固定几天',
    weekdays: ['周一', '周二', '周三', '周四', '周五', '周六', '周日'],
    morning: '上午',
    afternoon: '下午',
    evening: '晚上',
    start: '开始时间',
    count: '节数',
    breakMinutes: '课间（分钟）',
    preview: (days: number, periods: number): string => `${days} 天，共 ${periods} 节`,
    overlap: (day: string, number: number): string =>
      `${day} 第${number}节与另一节时间重叠，请检查开始时间、节数和日期。`,
    nothing: '没有要添加的课时：请检查日期、周几和节数。',
    tooMany: '一个班级最多 2000 节。',
    unsureCalendar: (years: string): string => `${years} 年的节假日尚未录入，只按周末推算。`,
    save: (periods: number): string => `添加 ${periods} 节`,
  },

  operator: {
    add: '添加操作人员',
    title: '操作人员',
    field: { account: '实名制系统账号', name: '姓名', post: '职务', phone: '电话' },
  },
  device: {
    add: '添加设备',
    title: '设备',
    field: { number: '编号', name: '名称', model: '型号', parameters: '技术参数' },
    numberHint: '考勤终端填 dev_ 开头的终端编号，其他设备填序列号',
  },
};
