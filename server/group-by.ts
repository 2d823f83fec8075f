/** Values under their keys, in the order in which they came. (Map.groupBy is not in Node 20.) */
export function groupBy<T>(
  values: Iterable<T>,
  keyOf: (value: T) => string,
): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) {
    const key = keyOf(value);
    const group = groups.get(key);
    if (group) group.push(value);
    else groups.set(key, [value]);
  }
  return groups;
}
