import type { IncomingMessage } from "node:http";
import type { Stack } from "#sandbox/aws/cloudformation/stack.ts";
import type { StackKey, StackStore, StackUpdate } from "#sandbox/aws/cloudformation/stack-store.ts";
import { TemplateError } from "#sandbox/aws/cloudformation/template-error.ts";
import { type Partition, partitionOf } from "#sandbox/aws/state/partition.ts";
import { readObject, stringField } from "./json-response.ts";
import { fetchTemplate } from "./templates.ts";

const ALLOWED_CAPABILITIES = ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM"];

interface StacksContext {
  readonly store: StackStore;
  readonly partition: Partition;
  readonly accounts: readonly string[];
}

/** `/console/cloudformation/stacks`: GET lists, POST creates. `…/stacks/<account>/<region>/<name>`: GET reads, PUT updates, DELETE deletes. */
export async function handleStacks(context: StacksContext, req: IncomingMessage, url: URL): Promise<unknown> {
  const [accountId, region, stackName] = url.pathname.split("/").slice(4).map(decodeURIComponent);
  if (accountId === undefined || accountId === "") return await collection(context, req, url);
  const key = checkedKey(context, { accountId, region: region ?? "", stackName: stackName ?? "" });
  if (req.method === "PUT") return view(context.store.update(key, await readUpdate(await readObject(req))));
  if (req.method === "DELETE") return context.store.remove(key);
  const stack = context.store.find(key);
  if (stack === undefined) throw new TemplateError(`Stack with id ${key.stackName} does not exist`);
  return view(stack);
}

async function collection(context: StacksContext, req: IncomingMessage, url: URL): Promise<unknown> {
  if (req.method !== "POST") {
    return context.store.list(url.searchParams.get("account") ?? "", url.searchParams.get("region") ?? "").map(view);
  }
  const body = await readObject(req);
  const [accountId, region, stackName] = ["accountId", "region", "stackName"].map((name) => stringField(body, name));
  const key = checkedKey(context, { accountId: accountId ?? "", region: region ?? "", stackName: stackName ?? "" });
  return view(context.store.create({ ...key, ...(await readUpdate(body)) }));
}

/**
 * Checks that the account is one of the customer accounts and the region is in the partition of the sandbox.
 * @throws TemplateError
 */
function checkedKey(context: StacksContext, key: StackKey): StackKey {
  if (!context.accounts.includes(key.accountId))
    throw new TemplateError(`You are not signed in to the account ${key.accountId}.`, "AccessDenied");
  const { region } = key;
  if (!/^[a-z]{2}(-[a-z]+)+-[0-9]$/.test(region) || partitionOf(region) !== context.partition) {
    throw new TemplateError(`The Region ${region} is not in the ${context.partition} partition, which this sandbox simulates.`);
  }
  return key;
}

async function readUpdate(body: Readonly<Record<string, unknown>>): Promise<StackUpdate> {
  const templateUrl = stringField(body, "templateUrl");
  const capabilities: unknown = body["capabilities"];
  return {
    templateUrl,
    templateBody: await fetchTemplate(templateUrl),
    parameters: readParameters(body["parameters"]),
    capabilities: Array.isArray(capabilities) ? ALLOWED_CAPABILITIES.filter((one) => capabilities.includes(one)) : [],
  };
}

function readParameters(value: unknown): Readonly<Record<string, string>> {
  const entries: [string, unknown][] = Object.entries(typeof value === "object" && value !== null ? value : {});
  return Object.fromEntries(
    entries.map(([name, given]): [string, string] => {
      if (typeof given === "string") return [name, given];
      throw new TemplateError(`The value of parameter ${name} is not a string.`);
    }),
  );
}

/** A stack without its template, which the pages do not need. */
function view({ templateBody: _, ...stack }: Stack): Omit<Stack, "templateBody"> {
  return stack;
}
