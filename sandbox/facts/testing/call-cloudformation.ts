import { FACT_NAMES } from "./names.ts";

/** The answer of a JSON request: the status, and the code and message of an error. */
export interface ConsoleReply {
  readonly status: number;
  readonly code?: string;
  readonly message?: string;
  readonly body: unknown;
}

interface StackView {
  readonly stackName: string;
  readonly status: string;
}

/**
 * Makes a call of CloudFormation. The sandbox has CloudFormation in its console only, which reads the template from an address;
 * `upload` stores a template and returns its address.
 */
export async function callCloudFormation(
  { url, region }: { readonly url: string; readonly region: string },
  upload: (template: string) => Promise<string>,
  name: string,
  parameters: Readonly<Record<string, unknown>>,
): Promise<ConsoleReply> {
  const { StackName: stackName, TemplateBody, Capabilities: capabilities, Parameters = [] } = parameters;
  const accountId = FACT_NAMES["account"];
  const stacks = `${url}/console/cloudformation/stacks`;
  const stack = `${stacks}/${accountId}/${region}/${String(stackName)}`;
  if (name === "DeleteStack") return send("DELETE", stack);
  if (name === "DescribeStacks") {
    const reply = await send("GET", stack);
    const view = reply.body as StackView;
    return reply.status === 200 ? { status: 200, body: { Stacks: [{ StackName: view.stackName, StackStatus: view.status }] } } : reply;
  }
  const entries = (Parameters as { ParameterKey: string; ParameterValue: string }[]).map((one) => [one.ParameterKey, one.ParameterValue]);
  const update = { templateUrl: await upload(String(TemplateBody)), parameters: Object.fromEntries(entries), capabilities };
  if (name === "CreateStack") return send("POST", stacks, { accountId, region, stackName, ...update });
  if (name === "UpdateStack") return send("PUT", stack, update);
  throw new Error(`the console has no ${name}`);
}

async function send(method: string, url: string, input?: unknown): Promise<ConsoleReply> {
  const response = await fetch(url, { method, ...(input === undefined ? {} : { body: JSON.stringify(input) }) });
  const text = await response.text();
  const body: unknown = text === "" ? undefined : JSON.parse(text);
  if (response.status === 200) return { status: 200, body };
  const { code, message } = body as { code: string; message: string };
  return { status: response.status, code, message, body: undefined };
}
