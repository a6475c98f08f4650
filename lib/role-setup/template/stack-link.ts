import type { ConnectionRow } from "#db/queries/connections-read.ts";
import type { PortalEnv } from "#kernel/env.ts";
import { consoleHostOf } from "#kernel/partition.ts";
import { stackNameOf } from "#lib/role-setup/shared/quick-create-link.ts";

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
