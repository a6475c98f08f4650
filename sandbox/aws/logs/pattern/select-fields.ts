/**
 * The values at the end of a path of names, indexes and `*` (each element). Empty when the path does not exist; an own
 * property only, so that `__proto__` of a message is a field like any other.
 */
export function selectFields(document: unknown, steps: readonly (string | number)[]): readonly unknown[] {
  let found: readonly unknown[] = [document];
  for (const step of steps) {
    found = found.flatMap((value) => stepInto(value, step));
    if (found.length === 0) return found;
  }
  return found;
}

function stepInto(value: unknown, step: string | number): readonly unknown[] {
  if (typeof value !== "object" || value === null) return [];
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value;
    if (step === "*") return items;
    return typeof step === "number" && step < items.length ? [items[step]] : [];
  }
  return Object.hasOwn(value, step) ? [(value as Record<string, unknown>)[step]] : [];
}
