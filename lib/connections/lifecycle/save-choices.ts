import { z } from "zod";
import { inTransaction } from "#db/in-transaction.ts";
import { findConnection } from "#db/queries/connections-read.ts";
import { changeConnection } from "#db/queries/connections-write.ts";
import type { CustomerActor } from "#kernel/actor.ts";
import { regionsOf } from "#kernel/aws/partition.ts";
import type { ConnectionId } from "#kernel/ids.ts";
import { fail, NOT_FOUND, ok, type Result } from "#kernel/result.ts";
import { recordAudit } from "#lib/audit/record-audit.ts";
import type { AppContext } from "#lib/connections/app-context.ts";
import type { RoleChoices } from "#lib/role-setup/shared/role-choices.ts";
import { TEMPLATE_PARAMETERS } from "#lib/role-setup/shared/template-parameters.ts";

/**
 * Saves the choices of step 2 with the connection, so that the wizard can be left and resumed. Each value must match the
 * template's own pattern, and the region must be one of the partition served, so that nothing else can get into the link.
 */
export async function saveChoices(
  actor: CustomerActor,
  { env }: AppContext,
  connectionId: ConnectionId,
  choices: RoleChoices,
): Promise<Result<{ saved: true }>> {
  const fields = problemsOf(choices, regionsOf(env.partition));
  const [first] = Object.values(fields);
  if (first !== undefined) return fail("invalid", first, { fields });
  const { customerId } = actor;
  return inTransaction(actor, async (tx) => {
    const row = await findConnection(tx, customerId, connectionId);
    if (row === undefined || row.status === "removed") return NOT_FOUND;
    const { logAccess, stackRegion } = choices;
    // Until the role is verified, logs are read in the stack's region. Afterwards the owner chooses the regions.
    const regions = row.verifiedAt === null ? [stackRegion] : row.regions;
    await changeConnection(tx, customerId, connectionId, { ...choices, regions });
    await recordAudit(tx, actor, customerId, "connection.choices_saved", { connection: connectionId, logAccess });
    return ok({ saved: true });
  });
}

function problemsOf(choices: RoleChoices, regions: readonly string[]): Record<string, string> {
  const { LogGroupPrefix, PermissionsBoundaryArn, RolePath } = TEMPLATE_PARAMETERS;
  const problems: Record<string, string> = {};
  const check = (
    field: keyof RoleChoices,
    value: string,
    rule: { AllowedPattern: string; MaxLength: number; ConstraintDescription: string },
  ) => {
    if (value.length > rule.MaxLength || !new RegExp(rule.AllowedPattern).test(value))
      problems[field] = `This value ${rule.ConstraintDescription}.`;
  };
  check("logGroupPrefix", choices.logGroupPrefix, LogGroupPrefix);
  check("permissionsBoundaryArn", choices.permissionsBoundaryArn, PermissionsBoundaryArn);
  check("rolePath", choices.rolePath, RolePath);
  if (!regions.includes(choices.stackRegion)) problems["stackRegion"] = "Choose one of the listed Regions.";
  return problems;
}

/** The choices of step 2 as a request sends them, with bounded lengths. `saveChoices` checks them against the template. */
export const RoleChoicesInput = z.strictObject({
  logAccess: z.enum(["browse", "query", "live-tail"]),
  logGroupPrefix: z.string().max(512),
  stackRegion: z.string().max(40),
  permissionsBoundaryArn: z.string().max(2048),
  rolePath: z.string().max(512),
  allowSelfInspection: z.boolean(),
});

const LONGEST = 80;

/** Renames a connection. A name has 1 to 80 characters and no control characters; surrounding spaces are removed. */
export async function renameConnection(actor: CustomerActor, connectionId: ConnectionId, input: string): Promise<Result<{ name: string }>> {
  const name = input.trim();
  const problem = problemOf(name);
  if (problem !== undefined) return fail("invalid", problem, { fields: { name: problem } });
  return inTransaction(actor, async (tx) => {
    const changed = await changeConnection(tx, actor.customerId, connectionId, { name });
    if (changed === "not-found") return NOT_FOUND;
    await recordAudit(tx, actor, actor.customerId, "connection.renamed", { connection: connectionId });
    return ok({ name });
  });
}

function problemOf(name: string): string | undefined {
  if (name === "") return "Enter a name for the connection.";
  if ([...name].length > LONGEST) return `A name can have up to ${LONGEST} characters.`;
  return /\p{Cc}/u.test(name) ? "A name can’t contain line breaks or control characters." : undefined;
}
