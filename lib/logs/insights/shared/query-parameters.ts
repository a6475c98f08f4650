/** Source: CloudWatch Logs API reference, QueryDefinition, `parameters`. */
export const MOST_PARAMETERS = 20;

/**
 * A parameter of a query: `{{service}}`. Behind a backslash that escapes it, the brace is a character of the text around it.
 * Source: CloudWatch Logs API reference, QueryParameter, `name`; 40 characters are enough for a label.
 */
export const PARAMETER = /(?<=(?<!\\)(?:\\\\)*)\{\{\s*([A-Za-z_][A-Za-z0-9_]{0,39})\s*\}\}/g;

/** The names of the parameters of a query, each once, in the order in which they come. */
export function parametersOf(text: string): readonly string[] {
  return [...new Set([...text.matchAll(PARAMETER)].map(([, name = ""]) => name))];
}
