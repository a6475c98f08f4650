import { inTransaction } from "#db/in-transaction.ts";
import { findConnection } from "#db/queries/connections-read.ts";
import { changeConnection } from "#db/queries/connections-write.ts";
import type { CustomerActor } from "#kernel/actor.ts";
import type { ConnectionId } from "#kernel/ids.ts";
import { regionsOf } from "#kernel/partition.ts";
import { fail, ok, type Result } from "#kernel/result.ts";
import { recordAudit } from "#lib/audit/record-audit.ts";
import type { AppContext } from "#lib/connections/app-context.ts";
import type { RoleChoices } from "#lib/role-setup/shared/role-choices.ts";
import { TEMPLATE_PARAMETERS } from "#lib/role-setup/shared/template-parameters.ts";

/**
 * Saves what a person chose in step 2 with the connection, so that the wizard can be left and resumed. Each value obeys
 * the template's own pattern, and the region the allow-list of the partition served: nothing else can reach the link.
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
    if (row === undefined || row.status === "removed") return fail("not-found", "not found");
    const { tier, stackRegion } = choices;
    // Logs are read where the stack is until the role is proven; afterwards the regions are the owner's own choice.
    const regions = row.provedAt === null ? [stackRegion] : row.regions;
    await changeConnection(tx, customerId, connectionId, { ...choices, regions });
    await recordAudit(tx, actor, customerId, "connection.choices_saved", { connection: connectionId, tier });
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
  if (!regions.includes(choices.stackRegion)) problems["stackRegion"] = "Choose one of the listed regions.";
  return problems;
}
