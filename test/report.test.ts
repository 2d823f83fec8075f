import { expect, test } from 'vitest';
import { Report } from './report.mjs';

function reportTo(lines: string[]): Report {
  return new Report((line) => lines.push(...line.split('\n')));
}

test('the last line is the true sum, alone', async () => {
  const lines: string[] = [];
  const report = reportTo(lines);
  await report.step('types', async () => {});
  await report.step('unit tests', async () => ({ passed: 40, failed: 0 }));
  expect(report.finish()).toBe(0);
  expect(lines.at(-1)).toBe('41 passed, 0 failed');
});

test('a step that throws is one failure, named in the list, and the exit status says so', async () => {
  const lines: string[] = [];
  const report = reportTo(lines);
  await report.step('unit tests', async () => ({ passed: 4, failed: 2 }));
  await report.step('lint', async () => {
    throw new Error('biome is missing');
  });
  expect(report.finish()).toBe(1);
  expect(lines.join('\n')).toContain('biome is missing');
  expect(lines).toContainEqual(expect.stringMatching(/^✗ lint: 0 passed, 1 failed \(/));
  expect(lines.at(-1)).toBe('4 passed, 3 failed');
});
