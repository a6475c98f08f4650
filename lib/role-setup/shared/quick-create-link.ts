import { consoleHostOf, type Partition, partitionOf } from "#kernel/partition.ts";
import { isTemplateParameter } from "./template-parameters.ts";

export interface QuickCreate {
  /** Instead of the partition's console: the sandbox's, such as `http://localhost:4566/console`. */
  readonly consoleUrl?: string | undefined;
  readonly partition: Partition;
  readonly region: string;
  readonly templateUrl: string;
  readonly stackName: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** CloudFormation's limits: a template's URL ≤ 1024 characters, a stack's name ≤ 128. */
const LONGEST_TEMPLATE_URL = 1024;
const LONGEST_STACK_NAME = 128;

/**
 * The link that opens CloudFormation's quick-create page with every field filled in. All of it stands behind the `#`,
 * which browsers do not send, so no server sees the values; give the link `rel="noreferrer"`. Throws for a region of
 * another partition, a template URL that is too long and a parameter the template does not have.
 */
export function quickCreateLink(quick: QuickCreate): string {
  if (partitionOf(quick.region) !== quick.partition) throw new Error(`the region is not one of the ${quick.partition} partition`);
  if (quick.templateUrl.length > LONGEST_TEMPLATE_URL) throw new Error("the template's URL is longer than CloudFormation allows");
  const stranger = Object.keys(quick.parameters).find((name) => !isTemplateParameter(name));
  if (stranger !== undefined) throw new Error(`the template has no parameter ${stranger}`);
  const fields: [string, string][] = [
    ["templateURL", quick.templateUrl],
    ["stackName", stackNameOf(quick.stackName)],
    ...Object.entries(quick.parameters).map(([name, value]): [string, string] => [`param_${name}`, value]),
  ];
  const query = fields.map(([name, value]) => `${name}=${encodeURIComponent(value.toWellFormed())}`).join("&");
  return `${consoleOf(quick)}/cloudformation/home?region=${quick.region}#/stacks/quickcreate?${query}`;
}

function consoleOf({ consoleUrl, partition, region }: QuickCreate): string {
  return consoleUrl === undefined ? `https://${region}.${consoleHostOf(partition)}` : consoleUrl.replace(/\/+$/, "");
}

/** A name that CloudFormation takes for a stack (`[a-zA-Z][-a-zA-Z0-9]*`, at most 128), as near to the wish as that allows. */
export function stackNameOf(wish: string): string {
  const plain = wish
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[^A-Za-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
  const lettered = /^[A-Za-z]/.test(plain) ? plain : `sallyport-${plain}`;
  return lettered.slice(0, LONGEST_STACK_NAME).replace(/-+$/, "");
}
