import { z } from "zod";
import { BadEnvironment, parse, type Source } from "./env.ts";
import { longSecret, probeRetentionDays, reportRetentionDays } from "./env-fields.ts";
import { Secret } from "./secret.ts";

/** The variables of one task, for a process that may have no others. */

/** The key of the audit checkpoints, null without one. @throws BadEnvironment */
export function auditKeyEnv(source: Source = process.env): Secret<string> | null {
  const { AUDIT_KEY: key } = parse(z.object({ AUDIT_KEY: longSecret.optional() }), source);
  return key === undefined ? null : new Secret(key);
}

const retention = z.object({ PROBE_RETENTION_DAYS: probeRetentionDays, REPORT_RETENTION_DAYS: reportRetentionDays });

/** How many days the worker keeps probes and verifications. @throws BadEnvironment */
export function retentionEnv(source: Source = process.env): { readonly probeDays: number; readonly reportDays: number } {
  const { PROBE_RETENTION_DAYS: probeDays, REPORT_RETENTION_DAYS: reportDays } = parse(retention, source);
  if (reportDays < probeDays) throw new BadEnvironment("REPORT_RETENTION_DAYS must be at least PROBE_RETENTION_DAYS.");
  return { probeDays, reportDays };
}
