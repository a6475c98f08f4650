import { z } from "zod";
import type { AuditPlace, StaffAuditRow } from "#db/queries/staff-audit.ts";

const CURSOR = /^([0-9]{1,17})\.([0-9]{1,15})\.(partner|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** Where an older page of the audit starts, as it stands in an address: `<microseconds>.<seq>.<chain>`. */
export const AuditCursor = z
  .string()
  .regex(CURSOR)
  .transform((text): AuditPlace => {
    const [, micros = "0", seq = "0", chain = "partner"] = CURSOR.exec(text) ?? [];
    return { micros, seq, chain };
  });

/** The address of the page below a row. */
export function auditCursorOf({ micros, seq, chain }: StaffAuditRow): string {
  return `${micros}.${seq}.${chain}`;
}
