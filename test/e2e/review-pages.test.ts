import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { openBrowser, openPage, overflow } from '../helpers/browser.ts';

const demo = inject('demo');
let browser: Browser;
let page: Page;
let faults: string[];

beforeAll(async () => {
  browser = await openBrowser();
  ({ page, faults } = await openPage(browser, 1366, 768));
  await page.goto(demo.review);
  await page.locator('input').nth(0).fill(demo.user);
  await page.locator('input').nth(1).fill(demo.password);
  await page.keyboard.press('Enter');
  await page
    .getByText(/岗前培训班（演示）/)
    .first()
    .waitFor();
});
afterAll(() => browser.close());

/** The video of the page plays on: its time passes `seconds` more than it had. */
async function plays(seconds: number): Promise<void> {
  const now = () => page.evaluate(() => document.querySelector('video')?.currentTime ?? 0);
  await page.waitForFunction(() => (document.querySelector('video')?.readyState ?? 0) >= 2, undefined, {
    timeout: 30_000,
  });
  const from = await now();
  await page.waitForFunction(
    (until) => (document.querySelector('video')?.currentTime ?? 0) > until,
    from + seconds,
    {
      timeout: (seconds + 20) * 1_000,
    },
  );
}

describe('the review pages, at 1366 × 768 and in Chinese', () => {
  test('the class wall plays the lesson live, once asked', async () => {
    await page.getByRole('button', { name: '观看实时画面' }).click();
    await plays(2);
    await page.getByText(/^实时 · 落后 \d+\.\d 秒$/).waitFor();
    await page.getByRole('button', { name: '停止观看' }).click();
    expect(await page.locator('body').innerText()).toMatch(/应到\s*12/);
  });

  test('attendance has a row a trainee and a column a period', async () => {
    await page
      .getByText(/岗前培训班（演示）/)
      .first()
      .click();
    await page
      .getByRole('tab', { name: '考勤' })
      .or(page.getByText('考勤', { exact: true }))
      .first()
      .click();
    await page.getByText('张伟民').first().waitFor();
    const text = await page.locator('body').innerText();
    expect(text).toContain('孙春霞');
    expect(text).toMatch(/△/);
    expect(await overflow(page)).toMatchObject({ x: 0 });
  });

  test('replay plays over the seams of segments', async () => {
    const address = page.url().replace(/\/attendance.*/, '/replay');
    await page.goto(address);
    await page.waitForFunction(() => (document.querySelector('video')?.readyState ?? 0) >= 2, undefined, {
      timeout: 30_000,
    });
    await page.evaluate(() => document.querySelector('video')?.play());
    // Segments are five seconds long: eight seconds cross at least one seam.
    await plays(8);
    expect(await page.locator('body').innerText()).toContain('第1节 理论');
    expect(await overflow(page)).toMatchObject({ x: 0 });
  });

  test('a check-in is shown with the interval that is proven, the kiosk’s clock beside it', async () => {
    await page.goto(page.url().replace(/\/replay.*/, '/check-ins'));
    const interval = page.getByText(/^\d\d:\d\d:\d\d–\d\d:\d\d:\d\d 之间$/);
    await interval.first().waitFor();
    const rows = await page.locator('.el-table__row').allInnerTexts();
    expect(rows.length).toBeGreaterThan(5);
    for (const row of rows) expect(row).toMatch(/之间|不晚于/);
    // The one place where a bare time may stand is that of the kiosk's clock, named as such.
    for (const row of rows) {
      const bare = row.replaceAll(/\d\d:\d\d:\d\d–\d\d:\d\d:\d\d|(?:终端时钟|不晚于) \d\d:\d\d:\d\d/g, '');
      expect(bare).not.toMatch(/\d\d:\d\d:\d\d/);
    }
    expect(await overflow(page)).toMatchObject({ x: 0 });
  });

  test('held check-ins stand apart, each with its reason', async () => {
    await page.getByText(/^待审核 \d+$/).click();
    await page.getByText('不计入考勤').waitFor();
    expect(await overflow(page)).toMatchObject({ x: 0 });
  });

  test('the signed plan comes as a file for a kiosk without a network', async () => {
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: '下载计划' }).click(),
    ]);
    expect(file.suggestedFilename()).toMatch(/^plan-cls_\w+\.json$/);
  });

  test('a revocation says what it takes back before anything happens', async () => {
    await page.goto(`${demo.review}/#/devices`);
    await page.getByRole('button', { name: '吊销' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('下一步').click();
    await dialog.getByText('请填写原因').waitFor();
    await dialog.locator('input').nth(0).fill('0');
    await dialog.getByText(/请填 1 到 \d+ 之间的整数/).waitFor();
    await dialog.locator('input').nth(0).fill('1');
    await dialog.locator('input').nth(1).fill('试一试');
    await dialog.getByText('下一步').click();
    await dialog.getByText(/将撤回 \d+ 条已认定的记录，其中签到 \d+ 条/).waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    expect(await page.locator('.el-table__row').innerText()).toContain('正常');
  });

  test('the system page shows the log that only grows', async () => {
    await page.goto(`${demo.review}/#/system`);
    const card = page.locator('.card', { hasText: '存证日志' });
    await card.getByText(/^keqin\/\w+\+[0-9a-f]{8}\+/).waitFor();
    expect(await card.innerText()).toMatch(/条目\s*[1-9]/);
  });

  test.each(['findings', 'devices', 'system'])('%s does not scroll sideways', async (name) => {
    await page.goto(`${demo.review}/#/${name}`);
    await page.waitForLoadState('networkidle');
    expect(await overflow(page)).toMatchObject({ x: 0 });
  });

  test('English by a switch', async () => {
    await page.getByText('English', { exact: true }).click();
    await page.getByText('Class wall').first().waitFor();
  });

  test('nothing went wrong in the pages', () => {
    expect(faults).toEqual([]);
  });
});
