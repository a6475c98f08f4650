import type { ConnectionRow } from "#db/queries/connections-read.ts";
import type { PortalEnv } from "#kernel/env.ts";
import { consoleHostOf } from "#kernel/partition.ts";
import { stackNameOf } from "#lib/role-setup/shared/quick-create-link.ts";
import { TEMPLATE_PARAMETERS } from "#lib/role-setup/shared/template-parameters.ts";

/** The name that the quick-create link gives to the stack of a connection. Its owner may have chosen another. */
export function stackNameFor({ name, id }: Pick<ConnectionRow, "name" | "id">): string {
  return stackNameOf(`sallyport-${name}-${id.slice(-6)}`);
}

/**
 * The CloudFormation console's list of stacks, narrowed to a connection's: from there a stack is updated and deleted. It
 * is narrowed by the end of the name alone, since a connection may have been renamed since its stack was made.
 */
export function stackLink(row: Pick<ConnectionRow, "name" | "id" | "stackRegion">, env: PortalEnv): string {
  const region = row.stackRegion ?? env.region;
  const custom = env.customEndpoints?.consoleUrl ?? null;
  const console = custom === null ? `https://${region}.${consoleHostOf(env.partition)}` : custom.replace(/\/+$/, "");
  return `${console}/cloudformation/home?region=${region}#/stacks?filteringStatus=active&filteringText=${row.id.slice(-6)}`;
}

/**
 * A customer's name as the template's CustomerName takes it: characters that an IAM description cannot hold, and those
 * that mean something in a template, are left out. May come out empty; the role's description then names nobody.
 */
export function customerNameParameter(name: string): string {
  const { AllowedPattern, MaxLength } = TEMPLATE_PARAMETERS.CustomerName;
  const one = new RegExp(AllowedPattern);
  const kept = [...name.normalize("NFC")].filter((character) => one.test(character)).join("");
  return kept.replace(/ +/g, " ").trim().slice(0, MaxLength).trimEnd();
}
