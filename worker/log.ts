/**
 * One line of JSON. Of an error only its name and code are told: a message or its properties may hold a role's ARN, and
 * drizzle's repeats every parameter.
 */
export function log(what: string, facts: Readonly<Record<string, unknown>> = {}): void {
  const told = Object.fromEntries(Object.entries(facts).map(([key, value]) => [key, value instanceof Error ? nameOf(value) : value]));
  console.log(JSON.stringify({ at: new Date().toISOString(), worker: what, ...told }));
}

function nameOf(error: Error): string {
  const { cause } = error;
  const found = [error, cause].flatMap((one) => (one instanceof Error && "code" in one ? [String(one.code)] : []))[0];
  const code = found !== undefined && /^[A-Za-z0-9_]{1,40}$/.test(found) ? ` ${found}` : "";
  return `${error.name}${code}`;
}
