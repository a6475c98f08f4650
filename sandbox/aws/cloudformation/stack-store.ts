import { randomUUID } from "node:crypto";
import { partitionOf } from "#sandbox/aws/state/partition.ts";
import { type AddEvent, type Applied, applyPlan, removeResources } from "./apply-plan.ts";
import type { IamAccess } from "./iam-access.ts";
import { type Plan, planStack, type StackRequest } from "./plan-stack.ts";
import { sameValue } from "./property.ts";
import type { Stack, StackEvent, StackStatus } from "./stack.ts";
import { TemplateError } from "./template-error.ts";

export type StackUpdate = Omit<StackRequest, "accountId" | "region" | "stackName">;
export type StackKey = Pick<StackRequest, "accountId" | "region" | "stackName">;

/** The stacks of all accounts. An operation is complete when it returns: no stack stays IN_PROGRESS. */
export interface StackStore {
  /**
   * Creates a stack. When IAM rejects one of its resources, the stack is returned as ROLLBACK_COMPLETE.
   * @throws TemplateError when CloudFormation would reject the request
   */
  create(request: StackRequest): Stack;
  /**
   * Updates a stack.
   * @throws TemplateError "No updates are to be performed." when the template and parameters yield the recorded properties,
   * even if the real resources have drifted
   */
  update(key: StackKey, update: StackUpdate): Stack;
  /** Deletes a stack. CloudFormation accepts the name of a stack that does not exist. */
  remove(key: StackKey): void;
  find(key: StackKey): Stack | undefined;
  list(accountId: string, region: string): readonly Stack[];
}

/** A store on top of `stacks`, a map that the caller can load and save. `changed` is called after every change. */
export function stackStore(options: { iam: IamAccess; stacks: Map<string, Stack>; changed?: () => void; now?: () => Date }): StackStore {
  const { iam, stacks, changed = () => {}, now = () => new Date() } = options;

  function keep(stack: Stack): Stack {
    stacks.set(keyOf(stack), stack);
    changed();
    return stack;
  }

  function existing(key: StackKey): Stack {
    const stack = stacks.get(keyOf(key));
    if (stack === undefined) throw new TemplateError(`Stack [${key.stackName}] does not exist`);
    return stack;
  }

  return {
    create(request) {
      if (!/^[a-zA-Z][-a-zA-Z0-9]{0,127}$/.test(request.stackName)) {
        throw new TemplateError(
          `1 validation error detected: Value '${request.stackName}' at 'stackName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*`,
        );
      }
      if (stacks.has(keyOf(request))) throw new TemplateError(`Stack [${request.stackName}] already exists`, "AlreadyExistsException");
      return keep(build(request, iam, now));
    },
    update(key, update) {
      return keep(rebuild(existing(key), { ...key, ...update }, iam, now));
    },
    remove(key) {
      const stack = stacks.get(keyOf(key));
      if (stack === undefined) return;
      removeResources(stack.resources, { iam, accountId: key.accountId, stackName: key.stackName }, () => {});
      stacks.delete(keyOf(key));
      changed();
    },
    find: (key) => stacks.get(keyOf(key)),
    list: (accountId, region) => [...stacks.values()].filter((stack) => stack.accountId === accountId && stack.region === region),
  };
}

const keyOf = ({ accountId, region, stackName }: StackKey): string => `${accountId}/${region}/${stackName}`;

function build(request: StackRequest, iam: IamAccess, now: () => Date): Stack {
  const { accountId, region, stackName, templateUrl, templateBody } = request;
  const stackId = `arn:${partitionOf(region)}:cloudformation:${region}:${accountId}:stack/${stackName}/${randomUUID()}`;
  const plan = planStack(request, stackId);
  const { addEvent, events } = eventLog(now);
  addEvent(stackName, STACK, "CREATE_IN_PROGRESS", "User Initiated");
  const applied = applyPlan(plan, request, [], iam, addEvent);
  const status = applied.kind === "applied" ? "CREATE_COMPLETE" : "ROLLBACK_COMPLETE";
  addEvent(stackName, STACK, status, reasonOf(applied));
  const at = now().toISOString();
  const fixed = { stackId, stackName, accountId, region, templateUrl, templateBody, createdAt: at, updatedAt: at };
  return { ...fixed, ...outcome(plan, applied, status), events };
}

function rebuild(stack: Stack, request: StackRequest, iam: IamAccess, now: () => Date): Stack {
  if (stack.status === "ROLLBACK_COMPLETE") {
    throw new TemplateError(`Stack:${stack.stackId} is in ROLLBACK_COMPLETE state and can not be updated.`);
  }
  const plan = planStack(request, stack.stackId);
  if (hasNoChanges(plan, stack)) throw new TemplateError("No updates are to be performed.");
  const { addEvent, events } = eventLog(now);
  addEvent(stack.stackName, STACK, "UPDATE_IN_PROGRESS", "User Initiated");
  const applied = applyPlan(plan, request, stack.resources, iam, addEvent);
  const status = applied.kind === "applied" ? "UPDATE_COMPLETE" : "UPDATE_ROLLBACK_COMPLETE";
  addEvent(stack.stackName, STACK, status, reasonOf(applied));
  const history = [...stack.events, ...events];
  if (applied.kind === "rolled-back") return { ...stack, status, events: history };
  const { templateUrl, templateBody } = request;
  return { ...stack, templateUrl, templateBody, updatedAt: now().toISOString(), ...outcome(plan, applied, status), events: history };
}

const STACK = "AWS::CloudFormation::Stack";

function outcome(plan: Plan, applied: Applied, status: StackStatus): Pick<Stack, "status" | "parameters" | "resources" | "outputs"> {
  const created = new Map(applied.resources.map((resource) => [resource.logicalId, resource]));
  const outputs = applied.kind === "applied" ? plan.outputs(created) : [];
  return { status, parameters: plan.parameters, resources: applied.resources, outputs };
}

/** Compares with the recorded resources, as CloudFormation does. A manually changed role is drift and is ignored. */
function hasNoChanges(plan: Plan, stack: Stack): boolean {
  const recorded = new Map(stack.resources.map((resource) => [resource.logicalId, resource]));
  if (plan.resources.length !== recorded.size) return false;
  const same = plan.resources.every(({ logicalId, resource }) => {
    const old = recorded.get(logicalId);
    return old?.type === resource.type && sameValue(old.properties, plan.propertiesOf(resource, recorded));
  });
  return same && JSON.stringify(plan.outputs(recorded)) === JSON.stringify(stack.outputs);
}

const reasonOf = (applied: Applied): string | undefined => (applied.kind === "rolled-back" ? applied.reason : undefined);

function eventLog(now: () => Date): { addEvent: AddEvent; events: StackEvent[] } {
  const events: StackEvent[] = [];
  const addEvent: AddEvent = (logicalId, type, status, reason) => {
    events.push({ at: now().toISOString(), logicalId, type, status, ...(reason === undefined ? {} : { reason }) });
  };
  return { addEvent, events };
}
