import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { openBrowser, openPage, overflow } from '../helpers/browser.ts';

const demo = inject('demo');
let browser: Browser;
let page: Page;
let faults: string[];

beforeAll(async () => {
  browser = await openBrowser();
  ({ page, faults } = await openPage(browser, 1920, 1080));
  await page.goto(demo.kiosk);
});
afterAll(() => browser.close());

const at = (id: string) => page.getByTestId(id);

describe('the kiosk page', () => {
  test('shows the lesson, both live pictures, and fits its screen', async () => {
    await at('clock').waitFor();
    expect(await at('period').innerText()).toContain('第1节 理论');
    await page.locator('[data-testid=recording][data-state=recording]').waitFor();
    for (const picture of ['picture-door', 'picture-room']) {
      await page.waitForFunction(
        (id) => (document.querySelector<HTMLImageElement>(`[data-testid=${id}]`)?.naturalWidth ?? 0) > 0,
        picture,
      );
    }
    for (const [width, height] of [
      [1920, 1080],
      [1366, 768],
      [960, 540],
    ] as const) {
      await page.setViewportSize({ width, height });
      expect(await overflow(page)).toEqual({ x: 0, y: 0 });
    }
  });

  test('a finger on the demo’s sensor is answered on the page', async () => {
    await page.setViewportSize({ width: 1920, height: 1080 });
    await at('demo-toggle').click();
    // The class admin is on no board, so the demo does not press for them by itself.
    await page.locator('[data-testid^=press-]').nth(13).click();
    const notice = page.locator('[data-testid=notice][data-kind=accepted]');
    await notice.filter({ hasText: '何*' }).waitFor({ timeout: 15_000 });
    await at('demo-toggle').click();
  });

  test('English by a switch', async () => {
    await page.getByRole('button', { name: 'Switch to English' }).click();
    expect(await page.locator('body').innerText()).toMatch(/Period 1/);
    await page.getByRole('button', { name: /中文/ }).click();
  });
});

describe('the class admin', () => {
  async function enter(pin: string): Promise<void> {
    for (const digit of pin) await at(`pin-${digit}`).click();
    await at('pin-enter').click();
  }

  test('a wrong PIN is said so; the right one opens', async () => {
    await at('admin').click();
    await enter(demo.pin === '000000' ? '111111' : '000000');
    await at('pin-problem').waitFor();
    expect(await at('pin-problem').innerText()).toContain('密码不正确');
    await enter(demo.pin);
    await at('admin-sheet').waitFor();
  });

  test('stops the recording with a reason: the page says so in red; and starts it again', async () => {
    await at('tab-recording').click();
    await at('recording-stop').click();
    await page.locator('[data-testid^=reason-]').first().click();
    await at('stop-confirm').click();
    await at('not-recording').waitFor();
    expect(await at('not-recording').innerText()).toContain('未录像，本节待核');
    await at('recording-start').click();
    await at('not-recording').waitFor({ state: 'detached' });
  });

  test('pauses it with a reason, which the page says in red, and resumes; the day’s list tells of it', async () => {
    await at('recording-pause').click();
    await at('reason-power').click();
    await at('pause-confirm').click();
    await at('not-recording').waitFor();
    expect(await at('not-recording').innerText()).toMatch(/录像已暂停[\s\S]*原因：停电/);
    // A pause of less than half a second is none.
    await page.waitForTimeout(1_500);
    await at('recording-resume').click();
    await at('not-recording').waitFor({ state: 'detached' });
    await at('tab-day').click();
    await at('day-lessons').getByText('班主任暂停').first().waitFor({ timeout: 15_000 });
  });

  test('has every part tried, and all is well', async () => {
    await at('tab-devices').click();
    await at('self-test-start').click();
    await at('self-test-result').waitFor({ timeout: 15_000 });
    const failed = await page.locator('[data-testid^=self-test-][data-ok=false]').allInnerTexts();
    expect(failed).toEqual([]);
  });

  test('leaves on 960 × 540 too, 1080p at 200 %, and the keyboard goes along', async () => {
    const focused = () => page.evaluate(() => (document.activeElement as HTMLElement).dataset.testid);
    await page.setViewportSize({ width: 960, height: 540 });
    await at('tab-usb').click();
    await at('admin-leave').click();
    await at('admin-sheet').waitFor({ state: 'detached' });
    expect(await focused()).toBe('admin');
    await at('admin').click();
    expect(await focused()).toBe('pin-pad');
  });

  test('every key of the PIN pad is 64 px and more', async () => {
    await page.reload();
    await page.setViewportSize({ width: 1366, height: 768 });
    await at('admin').click();
    for (let digit = 0; digit <= 9; digit += 1) {
      const box = await at(`pin-${digit}`).boundingBox();
      expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(64);
    }
  });

  test('nothing went wrong in the page', () => {
    expect(faults).toEqual([]);
  });
});
