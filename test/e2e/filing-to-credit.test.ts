import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { openBrowser, openPage, overflow } from '../helpers/browser.ts';
import { madeIdNumber } from '../helpers/id-numbers.ts';
import { sampleWorkbook, workbookBytes } from '../helpers/sample-workbook.ts';

const demo = inject('demo');
let browser: Browser;
let organiser: Page;
let reviewer: Page;
const faults: string[][] = [];

beforeAll(async () => {
  browser = await openBrowser();
  organiser = await signedIn('organiser');
  reviewer = await signedIn('reviewer');
});
afterAll(() => browser.close());

async function signedIn(user: string): Promise<Page> {
  const opened = await openPage(browser, 1366, 768);
  faults.push(opened.faults);
  const { page } = opened;
  await page.goto(demo.review);
  await page.locator('input').nth(0).fill(user);
  await page.locator('input').nth(1).fill(demo.password);
  await page.keyboard.press('Enter');
  await page.getByText('退出登录').waitFor();
  return page;
}

const goTo = (page: Page, link: string) =>
  page.getByRole('navigation').getByText(link, { exact: true }).click();

test('an organiser sees its own class, and nothing that is the bureau’s alone', async () => {
  await organiser
    .getByText(/岗前培训班/)
    .first()
    .waitFor();
  const header = await organiser.locator('header').innerText();
  expect(header).toContain('开班备案');
  for (const bureau of ['终端', '操作日志', '账号']) expect(header).not.toContain(bureau);
});

test('a wrong number in the workbook is named by its line, mended in its place, handed in and accepted', async () => {
  const workbook = sampleWorkbook();
  const [, ...lines] = workbook.班级信息;
  const ownName = lines.find(([what]) => what === '培训机构');
  if (ownName) ownName[1] = '绥化示范职业培训学校（虚构）';
  const wrong = workbook.人员名册[2];
  const right = String(wrong?.[3]);
  if (wrong) wrong[3] = right.replace(/.$/, (last) => (last === '1' ? '2' : '1'));
  await goTo(organiser, '开班备案');
  const file = {
    name: '../../岗前.xlsx',
    mimeType: 'application/octet-stream',
    buffer: await workbookBytes(workbook),
  };
  await organiser.locator('input[type=file]').first().setInputFiles(file);
  await organiser.getByText('人员名册 第3行 身份证校验位错误').first().waitFor();
  expect(await organiser.getByRole('button', { name: '提交审核' }).count()).toBe(0);

  const number = organiser.getByLabel('身份证号').nth(3);
  await number.fill(right);
  await number.press('Enter');
  await organiser.getByText('没有错误').waitFor();
  expect(await overflow(organiser)).toMatchObject({ x: 0 });
  await organiser.getByRole('button', { name: '提交审核' }).click();
  await organiser.getByText('待审核').first().waitFor();

  await goTo(reviewer, '开班备案');
  await reviewer.getByRole('link', { name: '岗前培训班', exact: true }).first().click();
  await reviewer
    .getByText('第五条(三)')
    .or(reviewer.getByText(/少于 30 课时/))
    .first()
    .waitFor();
  await reviewer.getByRole('button', { name: '接受备案' }).click();
  await reviewer.getByRole('dialog').getByRole('button', { name: '接受备案' }).click();
  await reviewer.getByText('已接受').first().waitFor();
});

test('an organiser fills in a filing by hand, a day by its pattern, and hands it in', async () => {
  await goTo(organiser, '开班备案');
  await organiser.getByRole('button', { name: '手工填写' }).click();
  const dialog = organiser.getByRole('dialog');
  const gone = () => dialog.waitFor({ state: 'detached' });
  await dialog.getByLabel('政策').click();
  await organiser.getByRole('option', { name: /绥化 2019（企业职工）/ }).click();
  await dialog.getByLabel('培训种类').click();
  await organiser.getByRole('option', { name: '岗前培训', exact: true }).click();
  await dialog.getByRole('button', { name: '开始填写' }).click();
  await organiser.getByText('缺少课程安排').waitFor();
  expect(await organiser.getByRole('button', { name: '提交审核' }).count()).toBe(0);

  for (const [label, value, missing] of [
    ['班级名称', '手工填写的岗前培训班', '缺少班级名称'],
    ['职业（工种）', '家政服务员', '缺少职业（工种）'],
    ['培训地点', '二号教室', '缺少培训地点'],
  ] as const) {
    await organiser.getByLabel(label).fill(value);
    await organiser.getByLabel(label).press('Enter');
    await organiser.getByText(missing).waitFor({ state: 'detached' });
  }
  for (const [button, name, n] of [
    ['添加班主任', '班主任甲', 41],
    ['添加教师', '教师乙', 42],
  ] as const) {
    await organiser.getByRole('button', { name: button }).click();
    await dialog.getByLabel('姓名').fill(name);
    await dialog.getByLabel('身份证号').fill(madeIdNumber(n));
    await dialog.getByRole('button', { name: '保存' }).click();
    await gone();
  }
  await organiser.getByRole('button', { name: '粘贴多人' }).click();
  const trainees = [43, 44].map((n) => `学员${n}\t${madeIdNumber(n)}\t转岗职工`);
  await dialog.getByLabel('人员').fill(trainees.join('\n'));
  await dialog.getByRole('button', { name: '添加 2 人' }).click();
  await gone();

  await organiser.getByRole('button', { name: '按规律添加' }).click();
  await dialog.getByLabel('从').fill('2026-12-07');
  await dialog.getByLabel('课程内容').fill('家政服务');
  await dialog.getByRole('button', { name: '添加 8 节' }).click();
  await gone();
  await organiser.getByText('没有错误').waitFor();
  expect(await organiser.locator('main').innerText()).toMatch(/第8节\s+16:00–16:40/);
  expect(await overflow(organiser)).toMatchObject({ x: 0 });

  const download = organiser.waitForEvent('download');
  await organiser.getByRole('button', { name: '下载工作簿' }).click();
  expect((await download).suggestedFilename()).toMatch(/^fil_.+\.xlsx$/);
  await organiser.getByRole('button', { name: '提交审核' }).click();
  await organiser.getByText('待审核').first().waitFor();
});

test('a reviewer accepts the enrolment that waits: what it held counts', async () => {
  await goTo(reviewer, '班级墙');
  await reviewer
    .getByText(/岗前培训班（演示）/)
    .first()
    .click();
  await reviewer.getByRole('tab', { name: '学时认定' }).click();
  await reviewer.getByText(/待核 \d+ 节次/).waitFor();
  await reviewer
    .getByTitle(/^第1节 /)
    .first()
    .click();
  await reviewer.getByRole('dialog', { name: /第1节/ }).getByRole('button', { name: '关闭此对话框' }).click();
  await reviewer.getByRole('button', { name: '登记审核（1）' }).click();
  await reviewer.getByRole('button', { name: '认可所选', exact: true }).click();
  await reviewer.getByRole('button', { name: '登记审核', exact: true }).waitFor();
  expect(await reviewer.getByText(/待核 \d+ 节次/).count()).toBe(0);
  expect(await overflow(reviewer)).toMatchObject({ x: 0 });
});

test('every figure of a policy stands with its clause', async () => {
  await goTo(reviewer, '政策');
  await reviewer
    .getByText(/每名学员出勤率要达到 70%以上/)
    .first()
    .waitFor();
  expect(await reviewer.locator('main').innerText()).toContain('系统默认');
});

test('what was done stands in the server’s own log', async () => {
  await goTo(reviewer, '操作日志');
  await reviewer.getByText('认可人员登记').first().waitFor();
  const log = await reviewer.locator('main').innerText();
  expect(log).toContain('organiser（培训主体）');
  expect(log).toMatch(/受理备案 fil_/);
});

test('no page had a fault', () => {
  expect(faults.flat()).toEqual([]);
});
