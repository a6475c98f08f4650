import { auditCheats } from "./audit-attacks.ts";
import { connectionCheats } from "./connection-attacks.ts";
import { externalIdCheats } from "./external-id-attacks.ts";
import { openingCheats } from "./opening-attacks.ts";
import { peopleCheats } from "./people-attacks.ts";
import { signInCheats } from "./sign-in-attacks.ts";
import { staffCheats } from "./staff-attacks.ts";
import { tenancyCheats } from "./tenancy-attacks.ts";
import { valueCheats } from "./value-attacks.ts";

/** Every cheat that the walls must withstand, by what it is aimed at. */
export const ALL_CHEATS = {
  "External IDs": externalIdCheats,
  "connections and runs": connectionCheats,
  "the sealed ARN": openingCheats,
  "audit chains": auditCheats,
  "other customers": tenancyCheats,
  people: peopleCheats,
  "sign-in": signInCheats,
  staff: staffCheats,
  values: valueCheats,
};
