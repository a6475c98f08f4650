/**
 * The differences between an answer and what a fact expects of it. An object must have the expected fields and may have others;
 * a list must have the expected items. Instead of a value: `"$absent"`, `"$present"`, `{"$count": 2}`, `{"$like": "^arn:"}`,
 * `{"$keys": ["a", "b"]}` (exactly these fields), `{"$document": {…}}` (JSON text, which IAM percent-encodes).
 */
export function differences(expected: unknown, actual: unknown, path = "answer"): string[] {
  const differs = (what: string) => [`${path}: expected ${what}, not ${JSON.stringify(actual)}`];
  if (expected === "$absent") return actual === undefined ? [] : differs("nothing");
  if (expected === "$present") return actual !== undefined && actual !== "" ? [] : differs("a value");
  if (Array.isArray(expected)) return listDifferences(expected, actual, path);
  if (typeof expected !== "object" || expected === null)
    return String(actual) === String(expected) ? [] : differs(JSON.stringify(expected));
  const [form, argument] = Object.entries(expected)[0] ?? [];
  if (form === "$count") return itemsOf(actual)?.length === argument ? [] : differs(`${String(argument)} items`);
  if (form === "$like") return new RegExp(String(argument), "u").test(String(actual)) ? [] : differs(`/${String(argument)}/`);
  if (form === "$keys") return differences(argument, Object.keys(Object(actual)).sort(), `${path} fields`);
  if (form === "$document") return JSON.stringify(documentOf(actual)) === JSON.stringify(argument) ? [] : differs(JSON.stringify(argument));
  return Object.entries(expected).flatMap(([key, inner]) =>
    differences(inner, (Object(actual) as Record<string, unknown>)[key], `${path}.${key}`),
  );
}

function listDifferences(expected: readonly unknown[], actual: unknown, path: string): string[] {
  const items = itemsOf(actual);
  if (items?.length !== expected.length) return [`${path}: expected ${expected.length} items, not ${JSON.stringify(actual)}`];
  return expected.flatMap((item, i) => differences(item, items[i], `${path}[${i}]`));
}

/** An empty list of the Query protocol is an element without text. */
function itemsOf(actual: unknown): readonly unknown[] | undefined {
  if (actual === "" || actual === undefined) return actual === "" ? [] : undefined;
  return Array.isArray(actual) ? (actual as readonly unknown[]) : undefined;
}

function documentOf(actual: unknown): unknown {
  const text = String(actual);
  return JSON.parse(text.startsWith("%") ? decodeURIComponent(text) : text) as unknown;
}
