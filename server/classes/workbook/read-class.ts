import type { FilingContent } from '../../../sync/contract/filing.ts';
import type { FilingError } from '../../../sync/contract/filing-review.ts';
import type { Profile, TrainingRules } from '../../../sync/contract/policy.ts';
import { newestProfiles } from '../../policy/profiles.ts';
import { LineReader } from './line-reader.ts';
import type { OpenedWorkbook } from './open-workbook.ts';
import { cellAt, findSheet, readTable } from './read-table.ts';
import { classItems, classSheet, devicesSheet, headOf, noKiosk } from './sheets.ts';

export type ClassFields = Pick<
  FilingContent,
  'profile' | 'title' | 'trainingKind' | 'occupation' | 'level' | 'organiser' | 'room' | 'periodMinutes'
> & {
  readonly rules: TrainingRules;
  /** Undefined where the kiosks are those of 设备台账. */
  readonly kiosks: string[] | undefined;
};

const mostDevices = 50;
const mostKiosks = 20;

/** 班级信息: lines of 项目 and 内容, in any order. Undefined when something needed is missing or unknown. */
export function readClass(workbook: OpenedWorkbook, errors: FilingError[]): ClassFields | undefined {
  const tell = (zh: string, en: string) =>
    void errors.push({
      ...{ field: classSheet.name, where: null },
      text: `${classSheet.name} ${zh}`,
      textEn: `${classSheet.name}: ${en}`,
    });
  const sheet = findSheet(workbook.sheets, classSheet.name, tell);
  if (!sheet) return undefined;
  const known = new Map(classItems.map(({ head }) => [headOf(head), head]));
  const lines = new Map<string, LineReader>();
  for (const [row, cells] of sheet.rows.entries()) {
    const head = known.get(headOf(String(cells[0] ?? '')));
    if (head === undefined || lines.has(head)) continue;
    const place = { sheet: classSheet.name, line: row + 1 };
    lines.set(
      head,
      new LineReader(place, new Map([[head, cellAt(sheet, row, 1)]]), workbook.startsIn1904, errors),
    );
  }
  const text = (head: string): string | undefined => {
    const isNeeded = classItems.some((item) => item.head === head && item.isNeeded);
    const line = lines.get(head);
    if (!line && isNeeded) tell(`缺少“${head}”一行`, `the line ${head} is missing`);
    return line?.text(head, { isNeeded });
  };
  return assemble(text, lines);
}

function assemble(
  text: (head: string) => string | undefined,
  lines: ReadonlyMap<string, LineReader>,
): ClassFields | undefined {
  const profile = readProfile(text('政策'), lines.get('政策'));
  const rules = readRules(text('培训种类'), profile, lines.get('培训种类'));
  const [title, occupation, organiser] = [text('班级名称'), text('职业(工种)'), text('培训机构')];
  const [room, level] = [text('培训地点'), text('培训等级')];
  const minutes = lines.get('每课时分钟')?.whole('每课时分钟', { least: 10, most: 120 }, false);
  const kiosks = readKiosks(lines.get('考勤终端'));
  if (!profile || !rules || title === undefined || occupation === undefined) return undefined;
  if (organiser === undefined || room === undefined) return undefined;
  const { name: trainingKind } = rules;
  return {
    ...{ profile: profile.id, title, trainingKind, occupation, organiser, room },
    ...{ rules, kiosks },
    ...(level !== undefined && { level }),
    periodMinutes: minutes ?? rules.periodMinutes.value,
  };
}

/** By its title or its id. */
function readProfile(text: string | undefined, line: LineReader | undefined): Profile | undefined {
  if (text === undefined) return undefined;
  const profiles = newestProfiles();
  const found = profiles.find(({ id, title }) => id === text || headOf(title) === headOf(text));
  const there = profiles.map(({ title }) => title).join('、');
  if (!found)
    line?.fault('政策', `没有政策“${text}”。现有：${there}`, `no policy of this name; there are ${there}`);
  return found;
}

function readRules(
  text: string | undefined,
  profile: Profile | undefined,
  line: LineReader | undefined,
): TrainingRules | undefined {
  if (text === undefined || !profile) return undefined;
  const found = profile.types.find(({ name }) => headOf(name) === headOf(text));
  const there = profile.types.map(({ name }) => name).join('、');
  if (!found)
    line?.fault(
      '培训种类',
      `该政策没有培训种类“${text}”。现有：${there}`,
      `no such type; there are ${there}`,
    );
  return found;
}

function readKiosks(line: LineReader | undefined): string[] | undefined {
  const text = line?.text('考勤终端', { most: 2_000 });
  if (text === undefined) return undefined;
  if (text === noKiosk) return [];
  const ids = text.split(/[、,，;；\s]+/).filter((id) => id !== '');
  const wrong = ids.find((id) => !/^[A-Za-z0-9][A-Za-z0-9_-]{1,63}$/.test(id));
  if (wrong !== undefined) line?.fault('考勤终端', `终端编号“${wrong}”格式不正确`, 'is no device id');
  if (ids.length > mostKiosks)
    line?.fault('考勤终端', `最多 ${mostKiosks} 台终端`, `${mostKiosks} kiosks are the most`);
  return [...new Set(ids)];
}

/** 设备台账: kiosks by their device id are those that may sign; photographs are added on the page. */
export function readDevices(
  workbook: OpenedWorkbook,
  errors: FilingError[],
): Pick<FilingContent, 'dossier' | 'devices'> {
  const lines = readTable(workbook, devicesSheet, mostDevices, errors);
  const dossier = lines.flatMap((line) => {
    const number = line.text('设备编号', { isNeeded: true });
    const name = line.text('设备名称', { isNeeded: true });
    const model = line.text('型号', { isNeeded: true });
    const parameters = line.text('技术参数', { isNeeded: true, most: 1_000 });
    if (number?.startsWith('dev_') && !/^dev_[A-Za-z0-9_-]{1,60}$/.test(number)) {
      line.fault('设备编号', `终端编号“${number}”格式不正确`, 'is no device id');
      return [];
    }
    if (number === undefined || name === undefined || model === undefined || parameters === undefined)
      return [];
    return [{ number, name, model, parameters, photos: [], from: line.from }];
  });
  const kiosks = dossier.map(({ number }) => number).filter((number) => number.startsWith('dev_'));
  return { dossier, devices: [...new Set(kiosks)].slice(0, mostKiosks) };
}
