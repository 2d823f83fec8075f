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
    .getByRole('link', { name: /岗前培训班/ })
    .or(page.getByText(/岗前培训班/))
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
  test('the class wall plays the lesson live', async () => {
    await plays(2);
    expect(await page.locator('body').innerText()).toMatch(/应到\s*12/);
  });

  test('attendance has a row a trainee and a column a period', async () => {
    await page
      .getByText(/岗前培训班/)
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

  test.each(['findings', 'system'])('%s does not scroll sideways', async (name) => {
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
