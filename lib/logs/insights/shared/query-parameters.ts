/** A parameter of a saved query: `{{service}}`. A name begins with one of a to z in either case, and has at most 40 characters. */
const PARAMETER = /\{\{\s*([A-Za-z][A-Za-z0-9_]{0,39})\s*\}\}/g;

/** The names of the parameters of a query, each once, in the order in which they come. */
export function parametersOf(text: string): readonly string[] {
  return [...new Set([...text.matchAll(PARAMETER)].map(([, name = ""]) => name))];
}

/** The query with the values of its parameters; a parameter without a value stays. The result is checked like any other query when it runs. */
export function withParameters(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(PARAMETER, (all, name: string) => (Object.hasOwn(values, name) ? (values[name] ?? all) : all));
}
