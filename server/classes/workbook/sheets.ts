/** The media type of .xlsx. */
export const workbookType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** A column of a sheet, by its head. */
export interface Column {
  readonly head: string;
  readonly isNeeded?: boolean;
  /** What stands in the template's example row. */
  readonly example: string;
  readonly note?: string;
}

export interface SheetForm {
  readonly name: string;
  readonly columns: readonly Column[];
}

/** Stands in the first column of the template's example row, which is not read. */
export const exampleMark = '示例';

const need = (head: string, example: string, note?: string): Column => ({
  head,
  example,
  isNeeded: true,
  ...(note !== undefined && { note }),
});
const may = (head: string, example: string, note?: string): Column => ({
  head,
  example,
  ...(note !== undefined && { note }),
});
const number = may('序号', exampleMark);
const dayNote = '写作 2026-11-21，或使用 Excel 日期格式';
const idNote = '18位，单元格须设为“文本”格式';

/** 人员名册 in the order of rules.md §6, then what the policies ask of the labour contract. */
export const rosterSheet: SheetForm = {
  name: '人员名册',
  columns: [
    number,
    need('姓名', '张·示例'),
    may('性别', '女'),
    need('身份证号', '110105194912310029', idNote),
    may('人员类别', '农村转移就业劳动者', '学员登记表的11类之一'),
    may('文化程度', '高中'),
    may('电话', '13800000000'),
    may('户籍', '绥化市北林区'),
    may('备注', ''),
    may('合同起始日', '2026-06-01', dayNote),
    may('合同终止日', '2028-05-31', '无固定期限的不填'),
  ],
};

export const timetableSheet: SheetForm = {
  name: '课程安排',
  columns: [
    number,
    need('日期', '2026-11-21', dayNote),
    need('节次', '1', '当日第几节'),
    need('开始时间', '09:00', '24小时制'),
    need('结束时间', '09:40'),
    need('课程内容', '职业道德与安全常识'),
    need('类型', '理论', '理论 或 实操'),
    may('考核', '', '考核课填“是”，不计入课时'),
    need('教师', '李示例', '须在师资表中'),
    may('教师身份证号', '', '师资表中有同名教师时必填'),
  ],
};

export const teachersSheet: SheetForm = {
  name: '师资',
  columns: [
    number,
    need('姓名', '李示例'),
    need('身份证号', '110105194912310037', idNote),
    may('职称', '讲师'),
    may('单位', '示例职业培训学校'),
    may('电话', '13800000001'),
  ],
};

export const operatorsSheet: SheetForm = {
  name: '操作人员',
  columns: [
    number,
    may('账号', 'shili01', '实名制系统账号；仅任班主任者可不填'),
    need('姓名', '王示例'),
    need('职务', '班主任', '至少一人的职务为“班主任”'),
    may('电话', '13800000002'),
    may('身份证号', '110105194912310045', '班主任必填'),
  ],
};

export const devicesSheet: SheetForm = {
  name: '设备台账',
  columns: [
    number,
    need('设备编号', 'dev_0123456789abcdef', '考勤终端填 dev_ 开头的终端编号，其他设备填序列号'),
    need('设备名称', '考勤终端'),
    need('型号', 'KQ-1'),
    need('技术参数', '1080P 摄像头，光学指纹仪'),
  ],
};

/** 班级信息: lines of 项目 and 内容. */
export const classSheet = { name: '班级信息', item: '项目', content: '内容', note: '说明' } as const;

export const classItems: readonly Column[] = [
  need('政策', '', '见“填写说明”'),
  need('培训种类', '', '见“填写说明”'),
  need('班级名称', ''),
  need('职业(工种)', ''),
  may('培训等级', '', '如 五级(初级工)'),
  need('培训机构', '', '与账号所属培训主体的名称一致'),
  need('培训地点', '', '教室'),
  may('每课时分钟', '', '不填则按政策'),
  may('考勤终端', '', '可签到的终端编号，用“、”分隔；不填则取设备台账中 dev_ 开头的'),
];

export const tableSheets = [
  timetableSheet,
  rosterSheet,
  teachersSheet,
  operatorsSheet,
  devicesSheet,
] as const;

/** Written for a class that no kiosk may sign for. */
export const noKiosk = '无';

/** As heads are compared: without spaces, stars, and in one width. */
export function headOf(text: string): string {
  return text.normalize('NFKC').replaceAll(/[\s*]/g, '');
}
