/** What the checks on email choices and session lengths refuse. */
export const SETTINGS_SHAPES: readonly (readonly [check: string, table: string, sets: string])[] = [
  ["customer_session_hours", "customers", "session_hours = 24"],
  ["email_opt_out_kind", "email_opt_outs", "kind = 'quarantine'"],
];
