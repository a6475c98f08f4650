import { alertAttacks } from "./alert-attacks.ts";
import { auditAttacks } from "./audit-attacks.ts";
import { connectionAttacks } from "./connection-attacks.ts";
import { externalIdAttacks } from "./external-id-attacks.ts";
import { openingAttacks } from "./opening-attacks.ts";
import { peopleAttacks } from "./people-attacks.ts";
import { queryAttacks } from "./query-attacks.ts";
import { recordAttacks } from "./record-attacks.ts";
import { retentionAttacks } from "./retention-attacks.ts";
import { settingsAttacks } from "./settings-attacks.ts";
import { signInAttacks } from "./sign-in-attacks.ts";
import { staffAttacks } from "./staff-attacks.ts";
import { tenancyAttacks } from "./tenancy-attacks.ts";
import { usageAttacks } from "./usage-attacks.ts";
import { valueAttacks } from "./value-attacks.ts";
import { viewAttacks } from "./view-attacks.ts";

/** Every attack case, by what it attacks. */
export const ALL_ATTACK_CASES = {
  "External IDs": externalIdAttacks,
  "connections and runs": connectionAttacks,
  "the sealed ARN": openingAttacks,
  "audit chains": auditAttacks,
  "other customers": tenancyAttacks,
  people: peopleAttacks,
  settings: settingsAttacks,
  "sign-in": signInAttacks,
  staff: [...staffAttacks, ...alertAttacks],
  queries: [...queryAttacks, ...usageAttacks],
  "views of staff": viewAttacks,
  "customer records": recordAttacks,
  retention: retentionAttacks,
  values: valueAttacks,
};
