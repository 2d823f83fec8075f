// The launcher is plain JavaScript, since it runs before anything is installed; this is what its tests see of it.

declare module '*/start/args.mjs' {
  export type StartArgs =
    | { readonly help: true }
    | {
        readonly help: false;
        readonly camera?: string;
        readonly doorCamera?: string;
        readonly reader?: string;
        readonly dataDir: string;
        readonly kioskPort: number;
        readonly serverPort: number;
      };
  interface Place {
    readonly root: string;
    readonly here: string;
    readonly env: Readonly<Record<string, string>>;
  }
  export function parseStartArgs(argv: readonly string[], place: Place): StartArgs;
}

declare module '*/start/classroom-folder.mjs' {
  export function classroomFolder(dataDir: string, now?: number): string;
}

declare module '*/start/child-program.mjs' {
  export interface ProgramSpec {
    readonly name: string;
    readonly args: readonly string[];
    readonly cwd: string;
    readonly env: NodeJS.ProcessEnv;
    readonly logFile: string;
  }
  export class ChildProgram {
    constructor(spec: ProgramSpec);
    readonly ended: Promise<string>;
    start(): void;
    onMessage(type: string, take: (message: { readonly type: string; readonly pid: number }) => void): void;
    send(message: object): void;
    stop(graceMs?: number): Promise<void>;
  }
}

declare module '*/start/run-command.mjs' {
  interface At {
    readonly cwd: string;
    readonly env?: Readonly<Record<string, string>>;
    readonly logFile?: string;
    readonly timeoutMs?: number;
  }
  export function runCommand(
    file: string,
    args: readonly string[],
    at: At,
  ): Promise<{ readonly ok: boolean; readonly tail: string }>;
}

declare module '*/start/step-packages.mjs' {
  export function packagesMatchLock(root: string): boolean;
}

declare module '*/start/step-pages.mjs' {
  export const kioskPagesStep: { work(at: { readonly root: string }): Promise<void> };
}

declare module '*/start/digest.mjs' {
  export function digestOf(root: string, places: readonly string[]): string;
}

declare module '*/start/debian-packages.mjs' {
  export function missingPackages(
    needed: Readonly<Record<string, string>>,
    env: Readonly<Record<string, string>>,
  ): string[];
}

declare module '*/start/node-headers.mjs' {
  export const UNSAFE_SYMBOL: string;
  export function hasHeaders(prefix: string): boolean;
  export function environmentForHeaders(
    prefix: string,
    packageFolder: string,
    given: Readonly<Record<string, string>>,
  ): Record<string, string>;
}

declare module '*/start/ports.mjs' {
  export function requireFreePorts(ports: Readonly<Record<string, number>>): Promise<void>;
}

declare module '*/start/data-folder.mjs' {
  export function prepareDataFolder(dataDir: string): string;
}

declare module '*/start/last-sentence.mjs' {
  export function lastSentence(logFile: string): string;
}

declare module '*/start/node-version.mjs' {
  export function nodeTooOld(version: string): string | undefined;
}

declare module '*/start/progress.mjs' {
  interface Out {
    readonly isTTY?: boolean;
    write(text: string): unknown;
  }
  export function countedSteps(
    total: number,
    out: Out,
  ): (label: string, work: () => Promise<void>) => Promise<void>;
}
