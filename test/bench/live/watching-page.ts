import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../../helpers/browser.ts';
import type { ServerProgram } from '../server-program.ts';
import { ageOf, blockPixels, clockBits } from './clock-picture.ts';

/** A reviewer's own page, in a real browser, before the live picture of a class. */
export class WatchingPage {
  readonly page: Page;
  readonly #browser: Browser;

  private constructor(browser: Browser, page: Page) {
    this.#browser = browser;
    this.page = page;
  }

  static async open(server: ServerProgram, classId: string): Promise<WatchingPage> {
    const browser = await openBrowser();
    const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: 'zh-CN' });
    const [name = '', value = ''] = server.cookie.split('=');
    await context.addCookies([{ name, value, url: server.url }]);
    const page = await context.newPage();
    await page.goto(`${server.url}/#/classes/${classId}/live`);
    await page.waitForFunction(() => (document.querySelector('video')?.readyState ?? 0) >= 3, undefined, {
      timeout: 60_000,
    });
    return new WatchingPage(browser, page);
  }

  /** How old the shown pictures were, about five a second for `seconds`, ms. A stopped picture grows old. */
  async ages(seconds: number): Promise<number[]> {
    const seen = await this.page.evaluate(readStrips, { seconds, clockBits, blockPixels });
    return seen.map(({ blocks, now }) => ageOf(blocks, now));
  }

  close(): Promise<void> {
    return this.#browser.close();
  }
}

interface Strip {
  readonly blocks: readonly number[];
  readonly now: number;
}

/** Runs in the page. */
async function readStrips(of: {
  readonly seconds: number;
  readonly clockBits: number;
  readonly blockPixels: number;
}): Promise<Strip[]> {
  const { seconds, clockBits: bits, blockPixels: pixels } = of;
  const canvas = document.createElement('canvas');
  canvas.width = bits;
  canvas.height = 1;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  const seen: Strip[] = [];
  const until = performance.now() + seconds * 1_000;
  while (performance.now() < until) {
    await new Promise((resolve) => setTimeout(resolve, 200));
    const video = document.querySelector('video');
    if (!video || !context) continue;
    const now = Date.now();
    // The middle of each block: encoding blurs their edges.
    for (let bit = 0; bit < bits; bit += 1) {
      context.drawImage(video, bit * pixels + pixels / 2, pixels / 2, 1, 1, bit, 0, 1, 1);
    }
    const { data } = context.getImageData(0, 0, bits, 1);
    seen.push({ now, blocks: Array.from({ length: bits }, (_, bit) => data[4 * bit] ?? 0) });
  }
  return seen;
}
