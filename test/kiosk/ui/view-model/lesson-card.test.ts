import { expect, test } from 'vitest';
import { zhCN } from '../../../../kiosk/ui/text/zh-CN.ts';
import { lessonCard } from '../../../../kiosk/ui/view-model/lesson-card.ts';
import { at, viewOf } from '../view-fixture.ts';

test('a period under way, with the next one', () => {
  expect(lessonCard(viewOf(), at('10:10'), zhCN)).toEqual({
    label: '本节',
    main: { title: '第3节 理论', span: '10:00–10:40', topic: '日常照护' },
    countdown: '距下课 30 分钟',
    progress: 0.25,
    following: '下一节 第4节 实操 10:50–11:30',
  });
});

test('between periods the next one stands alone, counted down when it is near', () => {
  const soon = lessonCard(viewOf({ period: null }), at('10:45'), zhCN);
  expect(soon).toMatchObject({ label: '下一节', countdown: '5 分钟后上课', progress: null, following: null });
  expect(lessonCard(viewOf({ period: null }), at('08:00'), zhCN).countdown).toBeNull();
});

test('a lesson of another day carries its day', () => {
  const dayBefore = at('10:00') - 86_400_000;
  expect(lessonCard(viewOf({ period: null }), dayBefore, zhCN).main?.span).toBe('11月21日 10:50');
});

test('nothing left', () => {
  expect(lessonCard(viewOf({ period: null, nextPeriod: null }), at('18:00'), zhCN)).toMatchObject({
    label: '没有后续课程',
    main: null,
  });
});
