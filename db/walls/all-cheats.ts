import { auditCheats } from "./audit-cheats.ts";
import { connectionCheats } from "./connection-cheats.ts";
import { externalIdCheats } from "./external-id-cheats.ts";
import { openingCheats } from "./opening-cheats.ts";
import { peopleCheats } from "./people-cheats.ts";
import { signInCheats } from "./sign-in-cheats.ts";
import { staffCheats } from "./staff-cheats.ts";
import { tenancyCheats } from "./tenancy-cheats.ts";
import { valueCheats } from "./value-cheats.ts";

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
