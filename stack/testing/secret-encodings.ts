/**
 * What to search bytes for when a secret might be in them: itself, in hexadecimal either way, and in base64, where its
 * bytes may begin at any of three places; characters that its neighbours share are left off.
 */
export function secretEncodings(secret: string): readonly string[] {
  const hex = Buffer.from(secret).toString("hex");
  const shifted = [0, 1, 2].map((offset) => {
    const whole = Buffer.concat([Buffer.alloc(offset), Buffer.from(secret)]).toString("base64");
    const first = Math.ceil((offset * 8) / 6);
    const last = Math.floor(((offset + Buffer.byteLength(secret)) * 8) / 6);
    return whole.slice(first, last);
  });
  return [secret, hex, hex.toUpperCase(), ...shifted, ...shifted.map((text) => text.replaceAll("+", "-").replaceAll("/", "_"))];
}

/** The secrets that one process was started with, by the names of their variables. */
export function secretsOf(environment: Readonly<Record<string, string | undefined>>): ReadonlyMap<string, string> {
  const names = ["AWS_SECRET_ACCESS_KEY", "AUTH_SECRET", "ARN_INDEX_KEY", "AUDIT_KEY", "OIDC_CLIENT_SECRET", "DATA_KEYS"];
  const given = names.map((name) => [name, environment[name]?.replace(/^[^:]*:/, "")] as const);
  return new Map(given.flatMap(([name, value]) => (value ? [[name, value]] : [])));
}
