/** Every way the sandbox knows to misbehave; README.md says what each looks like on the wire. */
export const FAULT_NAMES = [
  "throttle",
  "5xx",
  "503",
  "reset",
  "delay",
  "region-disabled",
  "expired-token",
  "unknown-token",
  "clock-skew",
  "html-200",
  "empty-200",
  "error-body-200",
  "no-credentials-200",
  "other-role-200",
  "waf-403-html",
  "waf-403-json",
  "empty-403",
  "access-denied",
  "access-denied-exception",
  "access-denied-without-request-id",
  "lower-case-code",
  "root-account",
] as const;

export type FaultName = (typeof FAULT_NAMES)[number];
