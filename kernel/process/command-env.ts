import { z } from "zod";
import { BadEnvironment, newestOf, parseEnv, type Source, secretsOf } from "./env.ts";
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

/** The keys of the audit checkpoints, newest first; empty without one. For `audit verify --archive`, which needs nothing else. @throws BadEnvironment */
export function auditKeysEnv(source: Source = process.env): readonly Secret<string>[] {
  return secretsOf(parseEnv(z.object({ AUDIT_KEY: field.longSecrets.optional() }), source).AUDIT_KEY ?? []);
}

const retention = z.object({ PROBE_RETENTION_DAYS: field.probeRetentionDays, REPORT_RETENTION_DAYS: field.reportRetentionDays });

/** How many days the worker keeps probes and verifications. @throws BadEnvironment */
export function retentionEnv(source: Source = process.env): { readonly probeDays: number; readonly reportDays: number } {
  const { PROBE_RETENTION_DAYS: probeDays, REPORT_RETENTION_DAYS: reportDays } = parseEnv(retention, source);
  if (reportDays < probeDays) throw new BadEnvironment("REPORT_RETENTION_DAYS must be at least PROBE_RETENTION_DAYS.");
  return { probeDays, reportDays };
}
