import type { TestProject } from 'vitest/node';
import { DemoRun, type Ready } from '../helpers/demo-run.ts';

declare module 'vitest' {
  interface ProvidedContext {
    demo: Ready & { readonly dataDir: string };
  }
}

/** One `npm start` that the end-to-end tests share. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const demo = new DemoRun();
  const ready = await demo.start();
  project.provide('demo', { ...ready, dataDir: demo.classroomDir });
  return () => demo.stop();
}
