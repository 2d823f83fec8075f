const dayMs = 86_400_000;

type DaysRead =
  | { readonly kind: 'days'; readonly days: string[] }
  | { readonly kind: 'bad-line'; readonly line: number; readonly text: string };

/** A line a stretch: `2026-02-15 至 2026-02-23`. */
export function writeDays(days: readonly string[]): string {
  const stretches: [string, string][] = [];
  for (const day of [...days].sort()) {
    const last = stretches.at(-1);
    if (last && dayAfter(last[1]) === day) last[1] = day;
    else stretches.push([day, day]);
  }
  return stretches.map(([first, last]) => (first === last ? first : `${first} 至 ${last}`)).join('\n');
}

/** The days of such lines, sorted, each once; or the first line that is none of this year. */
export function readDays(text: string, year: number): DaysRead {
  const days = new Set<string>();
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const [, first = '', last = first] = /^\s*([\d-]+)(?:\s*(?:至|到|to|~)\s*([\d-]+))?\s*$/.exec(line) ?? [];
    if (!isDayOf(first, year) || !isDayOf(last, year) || last < first) {
      return { kind: 'bad-line', line: index + 1, text: line.trim() };
    }
    for (let day = first; day <= last; day = dayAfter(day)) days.add(day);
  }
  return { kind: 'days', days: [...days].sort() };
}

function isDayOf(text: string, year: number): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || !text.startsWith(`${year}-`)) return false;
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + dayMs).toISOString().slice(0, 10);
}
