/** What trying a part came to, in one sentence; where it failed, with what to do. */
export interface Finding {
  readonly ok: boolean;
  readonly zh: string;
  readonly en: string;
}

export const good = (zh: string, en: string): Finding => ({ ok: true, zh, en });
export const bad = (zh: string, en: string): Finding => ({ ok: false, zh, en });
