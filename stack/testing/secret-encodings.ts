/**
 * The texts to search for to find a secret in a stream of bytes: the secret itself, and its hexadecimal and base64 encodings. Base64 encodes
 * groups of three bytes, so there are three encodings, depending on where the secret begins. Characters that also encode neighboring bytes are
 * left out.
 */
export function secretEncodings(secret: string): readonly string[] {
  const hex = Buffer.from(secret).toString("hex");
  const shifted = [0, 1, 2].map((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), Buffer.from(secret)]).toString("base64");
    const first = Math.ceil((offset * 8) / 6);
    const last = Math.floor(((offset + Buffer.byteLength(secret)) * 8) / 6);
    return encoded.slice(first, last);
  });
  return [secret, hex, hex.toUpperCase(), ...shifted, ...shifted.map((text) => text.replaceAll("+", "-").replaceAll("/", "_"))];
}

/** The secrets in the environment of a process, by the names of their variables. */
export function secretsOf(environment: Readonly<Record<string, string | undefined>>): ReadonlyMap<string, string> {
  const names = ["AWS_SECRET_ACCESS_KEY", "AUTH_SECRET", "ARN_INDEX_KEY", "AUDIT_KEY", "OIDC_CLIENT_SECRET", "DATA_KEYS"];
  const found = names.map((name) => [name, environment[name]?.replace(/^[^:]*:/, "")] as const);
  return new Map(found.flatMap(([name, value]) => (value ? [[name, value]] : [])));
}
