import { afterEach, describe, expect, test } from 'vitest';
import { createSSRApp } from 'vue';
import { renderToString } from 'vue/server-renderer';
import EnrolmentConsent from '../../../../kiosk/ui/admin/EnrolmentConsent.vue';
import ReasonChoice from '../../../../kiosk/ui/admin/ReasonChoice.vue';
import RecordingTab from '../../../../kiosk/ui/admin/RecordingTab.vue';
import SelfTestResult from '../../../../kiosk/ui/admin/SelfTestResult.vue';
import MainStage from '../../../../kiosk/ui/components/MainStage.vue';
import SentenceBand from '../../../../kiosk/ui/components/SentenceBand.vue';
import { language } from '../../../../kiosk/ui/text/language.ts';
import { zhCN } from '../../../../kiosk/ui/text/zh-CN.ts';
import { noticeSentence } from '../../../../kiosk/ui/view-model/notice-sentence.ts';
import type { KioskView } from '../../../../sync/contract/kiosk-view.ts';
import { at, noticeOf, viewOf } from '../view-fixture.ts';

type Component = Parameters<typeof createSSRApp>[0];
/** Without the comments that mark the pieces of a template. */
const render = async (component: Component, props: Record<string, unknown>) =>
  (await renderToString(createSSRApp(component, props))).replace(/<!--.*?-->/g, '');
const stage = (view: KioskView) => render(MainStage, { view, nowMs: at('10:12'), lost: false });

afterEach(() => {
  language.value = 'zh';
});

describe('the main page', () => {
  test('shows time, period, counts and both pictures', async () => {
    const html = await stage(viewOf());
    for (const part of ['10:12', '第3节 理论', '10:00–10:40', '日常照护', '应到', '录像中'])
      expect(html).toContain(part);
    expect(html).toContain('src="/api/v1/preview/door.mjpeg"');
    expect(html).toContain('src="/api/v1/preview/room.mjpeg"');
  });

  test('a camera out of order is said in words, and no picture is asked of it', async () => {
    const view = viewOf();
    const doorCamera = { state: 'out-of-order', since: 0 } as const;
    const html = await stage({ ...view, devices: { ...view.devices, doorCamera } });
    expect(html).toContain('签到摄像头 · 故障');
    expect(html).not.toContain('door.mjpeg');
    expect(html).toContain('room.mjpeg');
  });
});

describe('the sentence', () => {
  test('a question has its two answers, a decision has none', async () => {
    const view = viewOf();
    const ask = noticeOf({ kind: 'ask', reason: 'early-leave' });
    const asked = await render(SentenceBand, {
      view,
      notice: ask,
      sentence: noticeSentence(ask, view, zhCN),
    });
    for (const part of ['尚未下课，确认早退？', '确认早退', '继续上课']) expect(asked).toContain(part);
    const done = noticeOf();
    const decided = await render(SentenceBand, {
      view,
      notice: done,
      sentence: noticeSentence(done, view, zhCN),
    });
    expect(decided).toContain('张*，签到成功 09:52');
    expect(decided).not.toContain('<button');
  });

  test('nobody there: both ways are offered, in the language of the page', async () => {
    const props = { view: viewOf(), notice: null, sentence: null };
    expect(await render(SentenceBand, props)).toContain('请正视摄像头，或按指纹');
    language.value = 'en';
    expect(await render(SentenceBand, props)).toContain('Look at the camera, or press a finger');
  });
});

describe('the class admin’s sheet', () => {
  test('consent comes before capture, and says that refusing face costs nothing', async () => {
    const html = await render(EnrolmentConsent, { name: '张*', method: 'face' });
    expect(html).toContain('不同意人脸不影响参训');
    expect(html).toMatch(/<button[^>]*disabled[^>]*data-testid="enrol-begin"/);
  });

  test('a recording that was stopped can be begun, one that fails can be stopped, a paused one goes on', async () => {
    const tab = (recording: Pick<KioskView['recording'], 'state' | 'since'>) =>
      render(RecordingTab, {
        view: viewOf({ recording: { ...viewOf().recording, ...recording } }),
        nowMs: at('10:12'),
        lost: false,
        adminCall: () => undefined,
      });
    expect(await tab({ state: 'fault', since: null })).toContain('recording-start');
    expect(await tab({ state: 'fault', since: at('10:00') })).toContain('recording-stop');
    const paused = await tab({ state: 'paused', since: at('10:00') });
    for (const part of ['recording-resume', 'recording-stop', '录像已暂停']) expect(paused).toContain(part);
  });

  test('a pause needs a reason, and no typing', async () => {
    const props = { action: 'pause', waiting: false, problem: '', required: true };
    const html = await render(ReasonChoice, props);
    for (const part of ['停电', '设备调整', '课间休息', '其他原因']) expect(html).toContain(part);
    expect(html).toMatch(/<button[^>]*disabled[^>]*data-testid="pause-confirm"/);
    expect(html).not.toContain('<input');
  });

  test('a self-test: what failed stands first, in the words of its finding', async () => {
    const lines = [
      { part: 'reader', ok: true, sentence: '正常' },
      { part: 'link', ok: false, sentence: '没有连上人社部门审核端' },
    ];
    const html = await render(SelfTestResult, { lines });
    expect(html).toContain('1 项有问题');
    expect(html.indexOf('没有连上人社部门审核端')).toBeLessThan(html.indexOf('指纹仪'));
    expect(await render(SelfTestResult, { lines: lines.slice(0, 1) })).toContain('全部正常');
  });
});
