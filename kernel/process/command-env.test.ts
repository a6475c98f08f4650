import { expect, test } from "vitest";
import { auditKeysEnv, retentionEnv } from "./command-env.ts";

test.each([
  [{ PROBE_RETENTION_DAYS: "29" }, /PROBE_RETENTION_DAYS must be at least 30 days/],
  [{ PROBE_RETENTION_DAYS: "1.5" }, /PROBE_RETENTION_DAYS must be a whole number of days/],
  [{ PROBE_RETENTION_DAYS: "soon" }, /PROBE_RETENTION_DAYS must be a number of days/],
  [{ REPORT_RETENTION_DAYS: "89" }, /REPORT_RETENTION_DAYS must be at least 90 days/],
  [{ REPORT_RETENTION_DAYS: "3661" }, /REPORT_RETENTION_DAYS must be at most 3660 days/],
  [{ PROBE_RETENTION_DAYS: "100", REPORT_RETENTION_DAYS: "99" }, /REPORT_RETENTION_DAYS must be at least PROBE_RETENTION_DAYS/],
])("a time that is too short, too long or no number is refused: %j", (source, message) => {
  expect(() => retentionEnv(source)).toThrow(message);
});

test("probes are kept for 30 days and reports for 13 months unless it is set", () => {
  expect(retentionEnv({ PROBE_RETENTION_DAYS: "" })).toEqual({ probeDays: 30, reportDays: 396 });
  expect(retentionEnv({ PROBE_RETENTION_DAYS: "60", REPORT_RETENTION_DAYS: "800" })).toEqual({ probeDays: 60, reportDays: 800 });
});

test("a short audit key is refused, and no key is no error", () => {
  expect(() => auditKeysEnv({ AUDIT_KEY: "short" })).toThrow(/AUDIT_KEY must have at least 32 characters/);
  expect(auditKeysEnv({})).toEqual([]);
});
