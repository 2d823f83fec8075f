/** How often each wire shape is tried; fewer while one works on it. */
export const runs = Number(process.env.KEQIN_FUZZ_RUNS ?? 10_000);
