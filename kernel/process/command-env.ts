import { BadEnvironment, newestOf, parseEnv, type Source, secretsOf } from "./env.ts";
import { archiveCommand, auditCommand, keysCommand, migrateCommand, ownerCommand, retention, templateCommand } from "./env-schemas.ts";
import { Secret } from "./secret.ts";

/** The environment of the commands that read the audit log. @throws BadEnvironment */
export function commandEnv(source: Source = process.env) {
  const env = parseEnv(auditCommand, source);
  return {
    appUrl: env.APP_URL,
    authSecret: newestOf(env.AUTH_SECRET),
    databaseUrls: { staff: new Secret(env.DATABASE_STAFF_URL) },
    /** Newest first; empty when AUDIT_KEY is not set. */
    auditKeys: secretsOf(env.AUDIT_KEY ?? []),
  };
}

/** The environment of `keys rotate` and `keys check`, which connect as the database owner. @throws BadEnvironment */
export function keysEnv(source: Source = process.env) {
  const env = parseEnv(keysCommand, source);
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
  return secretsOf(parseEnv(archiveCommand, source).AUDIT_KEY ?? []);
}

/** How many days the worker keeps probes and verifications. @throws BadEnvironment */
export function retentionEnv(source: Source = process.env): { readonly probeDays: number; readonly reportDays: number } {
  const { PROBE_RETENTION_DAYS: probeDays, REPORT_RETENTION_DAYS: reportDays } = parseEnv(retention, source);
  if (reportDays < probeDays) throw new BadEnvironment("REPORT_RETENTION_DAYS must be at least PROBE_RETENTION_DAYS.");
  return { probeDays, reportDays };
}

/** The environment of `migrate`. `installDatabase` checks the URLs. @throws BadEnvironment */
export function migrateEnv(source: Source = process.env): Source {
  return parseEnv(migrateCommand, source);
}

/** The environment of `template publish`. @throws BadEnvironment */
export function templateEnv(source: Source = process.env) {
  const env = parseEnv(templateCommand, source);
  if (env.AWS_ENDPOINT_URL_S3 !== undefined && !env.ALLOW_CUSTOM_AWS_ENDPOINTS)
    throw new BadEnvironment("AWS_ENDPOINT_URL_S3 is set without ALLOW_CUSTOM_AWS_ENDPOINTS=true.");
  return env;
}
export type TemplateEnv = ReturnType<typeof templateEnv>;
