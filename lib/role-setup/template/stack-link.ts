import type { ConnectionRow } from "#db/queries/connections-read.ts";
import { consoleHostOf } from "#kernel/aws/partition.ts";
import type { PortalEnv } from "#kernel/process/env.ts";
import { stackNameOf } from "#lib/role-setup/shared/quick-create-link.ts";
import { TEMPLATE_PARAMETERS } from "#lib/role-setup/shared/template-parameters.ts";

/** The name that the quick-create link gives to the stack of a connection. Its owner may have chosen another. */
export function stackNameFor({ name, id }: Pick<ConnectionRow, "name" | "id">): string {
  return stackNameOf(`sallyport-${name}-${id.slice(-6)}`);
}

/**
 * The CloudFormation console's stack list, filtered to the stack of a connection, which can be updated and deleted there. The
 * filter is only the end of the stack's name, since the connection may have been renamed after the stack was created.
 */
export function stackLink(row: Pick<ConnectionRow, "name" | "id" | "stackRegion">, env: PortalEnv): string {
  const region = row.stackRegion ?? env.region;
  const custom = env.customEndpoints?.consoleUrl ?? null;
  const console = custom === null ? `https://${region}.${consoleHostOf(env.partition)}` : custom.replace(/\/+$/, "");
  return `${console}/cloudformation/home?region=${region}#/stacks?filteringStatus=active&filteringText=${row.id.slice(-6)}`;
}

/**
 * A customer's name for the template's CustomerName parameter, without characters that an IAM description can't contain or that
 * have a meaning in a template. It may be empty; the role's description then names no customer.
 */
export function customerNameParameter(name: string): string {
  const { AllowedPattern, MaxLength } = TEMPLATE_PARAMETERS.CustomerName;
  const one = new RegExp(AllowedPattern);
  const kept = [...name.normalize("NFC")].filter((character) => one.test(character)).join("");
  return kept.replace(/ +/g, " ").trim().slice(0, MaxLength).trimEnd();
}
