import { expect, test } from 'vitest';
import { layFiling } from '../../kiosk/demo/class-filing.ts';
import { demoOrganiser } from '../../server/demo-credentials.ts';
import { testStart } from '../helpers/test-server.ts';

test('the demo’s class is filed for the organiser to whom its accounts belong', () => {
  expect(layFiling(testStart, 'dev_demo').organiser).toBe(demoOrganiser);
});
