import { randomBytes } from "node:crypto";
import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";

export interface DemoSecrets {
  readonly authSecret: string;
  readonly dataKey: string;
  readonly arnIndexKey: string;
  readonly auditKey: string;
}

/** The demo's own keys, made once and kept beside its database: without them what it stored cannot be opened. */
export function demoSecrets(file: string): DemoSecrets {
  if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8"));
  const made = {
    authSecret: randomBytes(32).toString("base64url"),
    dataKey: randomBytes(32).toString("base64"),
    arnIndexKey: randomBytes(32).toString("base64url"),
    auditKey: randomBytes(32).toString("base64url"),
  };
  writeFileSync(file, JSON.stringify(made));
  chmodSync(file, 0o600);
  return made;
}
