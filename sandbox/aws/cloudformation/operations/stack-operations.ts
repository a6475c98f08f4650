import { iamAccessOf } from "#sandbox/aws/cloudformation/iam-access.ts";
import type { Stack } from "#sandbox/aws/cloudformation/stack.ts";
import { type StackKey, type StackStore, stackStore } from "#sandbox/aws/cloudformation/stack-store.ts";
import { TemplateError } from "#sandbox/aws/cloudformation/template-error.ts";
import { fetchTemplate } from "#sandbox/aws/console/templates.ts";
import { authorizeCaller } from "#sandbox/aws/iam/permission-of.ts";
import type { QueryCall } from "#sandbox/aws/protocol/aws-call.ts";
import { AwsError } from "#sandbox/aws/protocol/aws-error.ts";
import type { XmlValue } from "#sandbox/aws/protocol/xml.ts";
import { partitionOf } from "#sandbox/aws/state/partition.ts";
import type { SandboxState } from "#sandbox/aws/state/state.ts";

type Operation = (state: SandboxState, call: QueryCall) => XmlValue | Promise<XmlValue>;

/** The size of a template in the request, in characters. Source: CloudFormation API reference, CreateStack. */
const MAX_TEMPLATE_BODY = 51_200;

/**
 * What CloudFormation does in the caller's name to create the resources that the sandbox supports. AWS checks each resource while it creates
 * the stack and rolls back; the sandbox checks all of them on all roles first, which is never more lenient.
 */

function storeOf(state: SandboxState): StackStore {
  // Only stack stores write to the map, so every value is a Stack.
  return stackStore({ iam: iamAccessOf(state.iam), stacks: state.stacks as Map<string, Stack>, changed: state.changed });
}

function listed(call: QueryCall, name: string): string[] {
  const values: string[] = [];
  for (let i = 1; call.input.has(`${name}.member.${i}`); i++) values.push(call.input.get(`${name}.member.${i}`) ?? "");
  return values;
}

function parametersOf(call: QueryCall): Readonly<Record<string, string>> {
  const parameters: Record<string, string> = {};
  for (let i = 1; call.input.has(`Parameters.member.${i}.ParameterKey`); i++)
    parameters[call.input.get(`Parameters.member.${i}.ParameterKey`) ?? ""] = call.input.get(`Parameters.member.${i}.ParameterValue`) ?? "";
  return parameters;
}

/** The stack that the call names, by its name or its ID, after checking that the caller may call the operation on it. */
function authorizedKey(call: QueryCall): StackKey {
  const given = call.input.get("StackName") ?? "";
  const stackName = /^arn:[a-z-]+:cloudformation:[a-z0-9-]+:\d{12}:stack\/([^/]+)\//.exec(given)?.[1] ?? given;
  if (stackName === "") throw new TemplateError("1 validation error detected: Value null at 'stackName' failed to satisfy constraint");
  const { region, caller } = call;
  authorizeStack(call, stackName);
  return { accountId: caller.accountId, region, stackName };
}

function authorizeStack(call: QueryCall, stackName: string): void {
  const { region, caller } = call;
  const arn = `arn:${partitionOf(region)}:cloudformation:${region}:${caller.accountId}:stack/${stackName}/*`;
  authorizeCaller(call, `cloudformation:${call.action}`, arn, "AccessDenied");
}

/** CloudFormation changes the roles of a stack with the caller's own permissions. */
function authorizeRoles(call: QueryCall, actions: readonly string[]): void {
  for (const action of actions)
    authorizeCaller(call, action, `arn:${partitionOf(call.region)}:iam::${call.caller.accountId}:role/*`, "AccessDenied");
}

async function templateOf(call: QueryCall): Promise<{ templateUrl: string; templateBody: string }> {
  const [body, url] = [call.input.get("TemplateBody"), call.input.get("TemplateURL")];
  if (body !== null && url === null) {
    if (body.length > MAX_TEMPLATE_BODY)
      throw new TemplateError(
        "1 validation error detected: Value at 'templateBody' failed to satisfy constraint: Member must have length less than or equal to 51200",
      );
    return { templateUrl: "", templateBody: body };
  }
  if (url !== null && body === null) return { templateUrl: url, templateBody: await fetchTemplate(url) };
  throw new TemplateError("Either Template URL or Template Body must be specified.");
}

async function createStack(state: SandboxState, call: QueryCall): Promise<XmlValue> {
  const key = authorizedKey(call);
  authorizeRoles(call, ["iam:CreateRole", "iam:PutRolePolicy", "iam:TagRole"]);
  const request = { ...key, ...(await templateOf(call)), parameters: parametersOf(call), capabilities: listed(call, "Capabilities") };
  return { StackId: storeOf(state).create(request).stackId };
}

function describeStacks(state: SandboxState, call: QueryCall): XmlValue {
  const store = storeOf(state);
  if (!call.input.has("StackName")) {
    authorizeStack(call, "*");
    return { Stacks: store.list(call.caller.accountId, call.region).map(describe) };
  }
  const stack = store.find(authorizedKey(call));
  if (stack === undefined) throw new TemplateError(`Stack with id ${call.input.get("StackName")} does not exist`);
  return { Stacks: [describe(stack)] };
}

/** Succeeds when there is no such stack, as in AWS. */
function deleteStack(state: SandboxState, call: QueryCall): XmlValue {
  const key = authorizedKey(call);
  const store = storeOf(state);
  if (store.find(key) === undefined) return undefined;
  authorizeRoles(call, ["iam:DeleteRole", "iam:DeleteRolePolicy"]);
  store.remove(key);
  return undefined;
}

function describe(stack: Stack): XmlValue {
  return {
    StackId: stack.stackId,
    StackName: stack.stackName,
    CreationTime: new Date(stack.createdAt),
    StackStatus: stack.status,
    DisableRollback: false,
    Parameters: Object.entries(stack.parameters).map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue })),
    Outputs: stack.outputs.map(({ key, value, description }) => ({ OutputKey: key, OutputValue: value, Description: description })),
  };
}

/** Returns CloudFormation's errors in the form in which the protocol code writes them. */
const withAwsErrors =
  (operation: Operation): Operation =>
  async (state, call) => {
    try {
      return await operation(state, call);
    } catch (error) {
      throw error instanceof TemplateError ? new AwsError(error.code, error.message, 400) : error;
    }
  };

/** CloudFormation, API version 2010-05-15. A stack is complete when CreateStack returns. */
export const cloudFormationOperations: ReadonlyMap<string, Operation> = new Map(
  Object.entries({ CreateStack: createStack, DescribeStacks: describeStacks, DeleteStack: deleteStack }).map(([name, operation]) => [
    name,
    withAwsErrors(operation),
  ]),
);
