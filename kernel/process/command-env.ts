import { z } from "zod";
import { newestOf, parseEnv, type Source, secretsOf } from "./env.ts";
import * as field from "./env-fields.ts";
import { Secret } from "./secret.ts";

const command = z.object({
  APP_URL: field.webUrl,
  AUTH_SECRET: field.longSecrets,
  DATABASE_STAFF_URL: field.postgresUrl,
  AUDIT_KEY: field.longSecrets.optional(),
});

const ownerCommand = z.object({ APP_URL: field.webUrl, AUTH_SECRET: field.longSecrets, DATABASE_OWNER_URL: field.postgresUrl });

/** The environment of the commands that read the audit log. @throws BadEnvironment */
export function commandEnv(source: Source = process.env) {
  const env = parseEnv(command, source);
  return {
    appUrl: env.APP_URL,
    authSecret: newestOf(env.AUTH_SECRET),
    databaseUrls: { staff: new Secret(env.DATABASE_STAFF_URL) },
    /** Newest first; empty when AUDIT_KEY is not set. */
    auditKeys: secretsOf(env.AUDIT_KEY ?? []),
  };
}

const keys = z.object({
  DATABASE_OWNER_URL: field.postgresUrl,
  DATA_KEYS: field.keyRing,
  ARN_INDEX_KEY: field.longSecrets,
  AUTH_SECRET: field.longSecrets,
});

/** The environment of `keys rotate` and `keys check`, which connect as the database owner. @throws BadEnvironment */
export function keysEnv(source: Source = process.env) {
  const env = parseEnv(keys, source);
  return {
    ownerUrl: new Secret(env.DATABASE_OWNER_URL),
    dataKeys: new Secret(env.DATA_KEYS),
    arnIndexKeys: secretsOf(env.ARN_INDEX_KEY),
    authSecrets: secretsOf(env.AUTH_SECRET),
  };
}

/**
 * The environment of the commands `customers`, `staff` and `people`. They connect as the database owner, whose URL web and
 * worker must not have. @throws BadEnvironment
 */
export function ownerCommandEnv(source: Source = process.env) {
  const env = parseEnv(ownerCommand, source);
  return { appUrl: env.APP_URL, authSecret: newestOf(env.AUTH_SECRET), databaseUrls: { owner: new Secret(env.DATABASE_OWNER_URL) } };
}
