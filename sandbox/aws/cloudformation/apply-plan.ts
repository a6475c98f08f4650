import type { IamAccess } from "./iam-access.ts";
import type { Plan, StackRequest } from "./plan-stack.ts";
import { sameValue } from "./property.ts";
import type { ResourceType } from "./resource-type.ts";
import { resourceTypes } from "./resource-types.ts";
import type { StackResource } from "./stack.ts";
import { TemplateError } from "./template-error.ts";

export type Say = (logicalId: string, type: string, status: string, reason?: string) => void;

export type Applied =
  | { readonly kind: "applied"; readonly resources: readonly StackResource[] }
  /** What was done has been undone. */
  | { readonly kind: "rolled-back"; readonly resources: readonly StackResource[]; readonly reason: string };

type Where = { readonly iam: IamAccess; readonly accountId: string; readonly stackName: string };
type Undo = () => void;

/**
 * Makes a plan real beside the resources that a stack has already (none when it is new): creates, changes in place,
 * replaces, and at last removes what is not wanted any more. A refusal of IAM undoes the steps before it, in reverse.
 */
export function applyPlan(plan: Plan, request: StackRequest, before: readonly StackResource[], iam: IamAccess, say: Say): Applied {
  const where: Where = { iam, accountId: request.accountId, stackName: request.stackName };
  const now = new Map<string, StackResource>();
  const undo: Undo[] = [];
  for (const { logicalId, resource } of plan.resources) {
    const kind = typeOf(resource.type);
    const old = before.find((one) => one.logicalId === logicalId && one.type === resource.type);
    try {
      const properties = plan.propertiesOf(resource, now);
      const step = { kind, type: resource.type, logicalId, properties, old, where };
      now.set(logicalId, takeStep(step, undo, say));
    } catch (refusal) {
      const reason = refusal instanceof Error ? refusal.message : String(refusal);
      say(logicalId, resource.type, old === undefined ? "CREATE_FAILED" : "UPDATE_FAILED", reason);
      for (const back of undo.toReversed()) back();
      return { kind: "rolled-back", resources: before, reason };
    }
  }
  const kept = [...now.values()];
  const unwanted = before.filter((old) => !kept.some((one) => one.logicalId === old.logicalId && one.physicalId === old.physicalId));
  removeResources(unwanted, where, say);
  return { kind: "applied", resources: kept };
}

interface Step {
  readonly kind: ResourceType;
  readonly type: string;
  readonly logicalId: string;
  readonly properties: StackResource["properties"];
  readonly old: StackResource | undefined;
  readonly where: Where;
}

function takeStep({ kind, type, logicalId, properties, old, where }: Step, undo: Undo[], say: Say): StackResource {
  const place = { ...where, logicalId };
  if (old !== undefined && sameValue(old.properties, properties)) return old;
  if (old === undefined || kind.replacedBy.some((name) => !sameValue(old.properties[name], properties[name]))) {
    const made = kind.create(properties, place);
    undo.push(() => kind.remove(made, place));
    say(logicalId, type, old === undefined ? "CREATE_COMPLETE" : "UPDATE_COMPLETE", old && "Requested update required a new resource");
    return { ...made, logicalId, type };
  }
  const made = { ...kind.update(old, properties, place), logicalId, type };
  undo.push(() => kind.update(made, old.properties, place));
  say(logicalId, type, "UPDATE_COMPLETE");
  return made;
}

/** Removes resources, the last made first. */
export function removeResources(resources: readonly StackResource[], where: Where, say: Say): void {
  for (const resource of resources.toReversed()) {
    typeOf(resource.type).remove(resource, { ...where, logicalId: resource.logicalId });
    say(resource.logicalId, resource.type, "DELETE_COMPLETE");
  }
}

function typeOf(type: string): ResourceType {
  const kind = resourceTypes[type];
  if (kind === undefined) throw new TemplateError(`Template format error: unrecognized resource types: [${type}]`);
  return kind;
}
