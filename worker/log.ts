/**
 * Prints a line of JSON. Of an error only its name and code are logged, because its message and properties may contain a role's ARN,
 * and drizzle's errors contain every parameter.
 */
export function log(what: string, facts: Readonly<Record<string, unknown>> = {}): void {
  const logged = Object.fromEntries(Object.entries(facts).map(([key, value]) => [key, value instanceof Error ? nameOf(value) : value]));
  console.log(JSON.stringify({ at: new Date().toISOString(), worker: what, ...logged }));
}

function nameOf(error: Error): string {
  const { cause } = error;
  const found = [error, cause].flatMap((one) => (one instanceof Error && "code" in one ? [String(one.code)] : []))[0];
  const code = found !== undefined && /^[A-Za-z0-9_]{1,40}$/.test(found) ? ` ${found}` : "";
  return `${error.name}${code}`;
}
