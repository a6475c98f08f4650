import { type IamAccess, iamAccessOf } from "#sandbox/aws/cloudformation/iam-access.ts";
import type { Stack } from "#sandbox/aws/cloudformation/stack.ts";
import { type StackKey, type StackStore, stackStore } from "#sandbox/aws/cloudformation/stack-store.ts";
import { TemplateError } from "#sandbox/aws/cloudformation/template-error.ts";
import { fetchTemplate } from "#sandbox/aws/console/templates.ts";
import { authorizeCaller } from "#sandbox/aws/iam/permission-of.ts";
import type { QueryCall } from "#sandbox/aws/protocol/aws-call.ts";
import { AwsError } from "#sandbox/aws/protocol/aws-error.ts";
import type { XmlValue } from "#sandbox/aws/protocol/xml.ts";
import { invalidTokenForIam, isRefusedByIam } from "#sandbox/aws/state/caller.ts";
import { partitionOf } from "#sandbox/aws/state/partition.ts";
import type { SandboxState } from "#sandbox/aws/state/state.ts";

type Operation = (state: SandboxState, call: QueryCall) => XmlValue | Promise<XmlValue>;

/** The size of a template in the request, in bytes. Source: CloudFormation API reference, CreateStack, TemplateBody. */
const MAX_TEMPLATE_BODY = 51_200;

/**
 * The stacks as the caller can change them. CloudFormation calls IAM in the caller's name, and IAM does not accept the credentials of
 * GetSessionToken without MFA and those of GetFederationToken: the stack is then rolled back.
 */
function storeOf(state: SandboxState, { caller }: QueryCall): StackStore {
  const iam = isRefusedByIam(caller) ? refusingIam : iamAccessOf(state.iam);
  // Only stack stores write to the map, so every value is a Stack.
  return stackStore({ iam, stacks: state.stacks as Map<string, Stack>, changed: state.changed });
}

function refuse(): never {
  throw invalidTokenForIam();
}

const refusingIam: IamAccess = {
  ...{ createRole: refuse, updateRole: refuse, updateAssumeRolePolicy: refuse },
  ...{ putRolePolicy: refuse, deleteRolePolicy: refuse, deleteRole: refuse },
};

function listed(call: QueryCall, name: string): string[] {
  const values: string[] = [];
  for (let i = 1; call.input.has(`${name}.member.${i}`); i++) values.push(call.input.get(`${name}.member.${i}`) ?? "");
  return values;
}

/** The given values; `previous` are those of the stack, which a request can keep one by one. */
function parametersOf(call: QueryCall, previous: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  const parameters: Record<string, string> = {};
  for (let i = 1; call.input.has(`Parameters.member.${i}.ParameterKey`); i++) {
    const [key, value, keeps] = ["ParameterKey", "ParameterValue", "UsePreviousValue"].map((name) =>
      call.input.get(`Parameters.member.${i}.${name}`),
    );
    const kept = previous[key ?? ""];
    if (keeps === "true" && kept === undefined)
      throw new TemplateError(
        `Invalid input for parameter key ${key}. Cannot specify usePreviousValue as true for a parameter key not in the previous template`,
      );
    parameters[key ?? ""] = (keeps === "true" ? kept : value) ?? "";
  }
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

/** Checks the actions on every role, which is never more lenient than AWS. */
function authorizeRoles(call: QueryCall, actions: readonly string[]): void {
  for (const action of actions)
    authorizeCaller(call, action, `arn:${partitionOf(call.region)}:iam::${call.caller.accountId}:role/*`, "AccessDenied");
}

async function templateOf(call: QueryCall): Promise<{ templateUrl: string; templateBody: string }> {
  const [body, url] = [call.input.get("TemplateBody"), call.input.get("TemplateURL")];
  if (body !== null && url === null) {
    if (Buffer.byteLength(body) > MAX_TEMPLATE_BODY)
      throw new TemplateError(
        "1 validation error detected: Value at 'templateBody' failed to satisfy constraint: Member must have length less than or equal to 51200",
      );
    return { templateUrl: "", templateBody: body };
  }
  if (url !== null && body === null) return { templateUrl: url, templateBody: await fetchTemplate(url) };
  throw new TemplateError("Either Template URL or Template Body must be specified.");
}

/** CloudFormation changes the roles of a stack in the caller's name. AWS checks each role and rolls back; the sandbox checks all roles first. */
async function createStack(state: SandboxState, call: QueryCall): Promise<XmlValue> {
  const key = authorizedKey(call);
  authorizeRoles(call, ["iam:CreateRole", "iam:PutRolePolicy", "iam:TagRole"]);
  const request = { ...key, ...(await templateOf(call)), parameters: parametersOf(call), capabilities: listed(call, "Capabilities") };
  return { StackId: storeOf(state, call).create(request).stackId };
}

const UPDATES = [
  "iam:CreateRole",
  "iam:UpdateRole",
  "iam:UpdateAssumeRolePolicy",
  "iam:PutRolePolicy",
  "iam:DeleteRolePolicy",
  "iam:TagRole",
  "iam:UntagRole",
  "iam:PutRolePermissionsBoundary",
  "iam:DeleteRolePermissionsBoundary",
  // A role that is renamed, or is no longer in the template, is deleted.
  "iam:DeleteRole",
];

async function updateStack(state: SandboxState, call: QueryCall): Promise<XmlValue> {
  const key = authorizedKey(call);
  const store = storeOf(state, call);
  const stack = store.find(key);
  if (stack === undefined) throw new TemplateError(`Stack [${key.stackName}] does not exist`);
  authorizeRoles(call, UPDATES);
  const keeps = call.input.get("UsePreviousTemplate") === "true";
  if (keeps && (call.input.has("TemplateBody") || call.input.has("TemplateURL")))
    throw new TemplateError("Specify either UsePreviousTemplate or a template, not both.");
  const { templateUrl, templateBody } = keeps ? stack : await templateOf(call);
  const parameters = parametersOf(call, stack.parameters);
  return { StackId: store.update(key, { templateUrl, templateBody, parameters, capabilities: listed(call, "Capabilities") }).stackId };
}

function describeStacks(state: SandboxState, call: QueryCall): XmlValue {
  const store = storeOf(state, call);
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
  const store = storeOf(state, call);
  if (store.find(key) === undefined) return undefined;
  if (isRefusedByIam(call.caller)) throw invalidTokenForIam();
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
  Object.entries({ CreateStack: createStack, UpdateStack: updateStack, DescribeStacks: describeStacks, DeleteStack: deleteStack }).map(
    ([name, operation]) => [name, withAwsErrors(operation)],
  ),
);
