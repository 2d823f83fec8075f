/** What the pages call fields of the interface that somebody fills in. English readers are told the field itself. */
export const zhFieldNames: Readonly<Record<string, string>> = {
  user: '用户名',
  password: '密码',
  next: '新密码',
  code: '验证码',
  organiser: '培训主体',
  role: '角色',
  reason: '理由',
  number: '登记号',
  url: '接收地址',
  holidays: '放假日',
  makeUpDays: '调休上班日',
};
