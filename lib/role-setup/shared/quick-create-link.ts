import { consoleHostOf, type Partition, partitionOf } from "#kernel/aws/partition.ts";
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
 * The link that opens CloudFormation's quick-create page with every field filled in. All values are in the fragment, which browsers
 * do not send, so no server sees them; give the link `rel="noreferrer"`. @throws for a region of another partition, a template
 * URL that is too long, or a parameter that the template does not have
 */
export function quickCreateLink(quick: QuickCreate): string {
  if (partitionOf(quick.region) !== quick.partition) throw new Error(`the Region is not in the ${quick.partition} partition`);
  if (quick.templateUrl.length > LONGEST_TEMPLATE_URL) throw new Error("the template's URL is longer than CloudFormation allows");
  const unknown = Object.keys(quick.parameters).find((name) => !isTemplateParameter(name));
  if (unknown !== undefined) throw new Error(`the template has no parameter ${unknown}`);
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

/** A name that CloudFormation allows for a stack (`[a-zA-Z][-a-zA-Z0-9]*`, at most 128 characters), as close to `name` as possible. */
export function stackNameOf(name: string): string {
  const plain = name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[^A-Za-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
  const valid = /^[A-Za-z]/.test(plain) ? plain : `sallyport-${plain}`;
  return valid.slice(0, LONGEST_STACK_NAME).replace(/-+$/, "");
}
