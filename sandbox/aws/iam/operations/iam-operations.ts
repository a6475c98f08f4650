import type { QueryCall } from "#sandbox/aws/protocol/aws-call.ts";
import type { XmlValue } from "#sandbox/aws/protocol/xml.ts";
import type { SandboxState } from "#sandbox/aws/state/state.ts";
import { type IamInput, readIamInput } from "./iam-input.ts";
import * as policies from "./policy-operations.ts";
import * as roles from "./role-operations.ts";
import * as rolePolicies from "./role-policy-operations.ts";
import * as tags from "./tag-operations.ts";

type Operation = (state: SandboxState, call: QueryCall, input: IamInput) => XmlValue;

const OPERATIONS: Readonly<Record<string, Operation>> = { ...roles, ...rolePolicies, ...policies, ...tags };

/** IAM, API version 2010-05-08: each exported function of these modules is the operation of its name, `createRole` is CreateRole. */
export const iamOperations: ReadonlyMap<string, (state: SandboxState, call: QueryCall) => XmlValue> = new Map(
  Object.entries(OPERATIONS).map(([name, operation]) => [
    `${(name[0] ?? "").toUpperCase()}${name.slice(1)}`,
    (state: SandboxState, call: QueryCall) => operation(state, call, readIamInput(call)),
  ]),
);
