// The test runner is plain JavaScript, since it also installs what is missing; this is what its own tests see of it.

declare module '*/count-vitest.mjs' {
  interface VitestReport {
    readonly numTotalTests: number;
    readonly numPassedTests: number;
    readonly numFailedTests: number;
    readonly testResults: readonly {
      readonly name: string;
      readonly status: string;
      readonly assertionResults: readonly { readonly status: string }[];
    }[];
  }
  interface Counts {
    readonly passed: number;
    readonly failed: number;
    readonly why: readonly string[];
  }
  export function countVitest(report: VitestReport | undefined, exitStatus: number): Counts;
}

declare module '*/report.mjs' {
  export class Report {
    constructor(print: (line: string) => void);
    readonly failed: number;
    step(
      name: string,
      // biome-ignore lint/suspicious/noConfusingVoidType: a step may return nothing at all
      work: () => Promise<{ readonly passed: number; readonly failed: number } | void>,
    ): Promise<void>;
    finish(): number;
  }
}
