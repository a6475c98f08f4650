import type { IamAccess } from "./iam-access.ts";
import type { Resource } from "./parse-template.ts";
import type { Plan, StackRequest } from "./plan-stack.ts";
import { sameValue } from "./property.ts";
import type { ResourceType } from "./resource-type.ts";
import { resourceTypes } from "./resource-types.ts";
import type { StackResource } from "./stack.ts";
import { TemplateError } from "./template-error.ts";

export type AddEvent = (logicalId: string, type: string, status: string, reason?: string) => void;

export type Applied =
  | { readonly kind: "applied"; readonly resources: readonly StackResource[] }
  /** IAM rejected a step, and the steps before it were undone. */
  | { readonly kind: "rolled-back"; readonly resources: readonly StackResource[]; readonly reason: string };

type Where = { readonly iam: IamAccess; readonly accountId: string; readonly stackName: string };
type Undo = () => void;

/**
 * Creates, updates or replaces the resources of a plan, then deletes those that the plan no longer has. `before` are the
 * resources that the stack has now. When IAM rejects a step, the steps before it are undone in reverse order.
 */
export function applyPlan(
  plan: Plan,
  request: StackRequest,
  before: readonly StackResource[],
  iam: IamAccess,
  addEvent: AddEvent,
): Applied {
  const where: Where = { iam, accountId: request.accountId, stackName: request.stackName };
  const now = new Map<string, StackResource>();
  const undo: Undo[] = [];
  for (const { logicalId, resource } of plan.resources) {
    const kind = typeOf(resource.type);
    const old = before.find((one) => one.logicalId === logicalId && one.type === resource.type);
    try {
      const properties = plan.propertiesOf(resource, now);
      const step = { kind, resource, logicalId, properties, old, where };
      now.set(logicalId, { ...applyStep(step, undo, addEvent), isRetained: resource.deletionPolicy === "Retain" });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      addEvent(logicalId, resource.type, old === undefined ? "CREATE_FAILED" : "UPDATE_FAILED", reason);
      for (const back of undo.toReversed()) back();
      return { kind: "rolled-back", resources: before, reason };
    }
  }
  const kept = [...now.values()];
  const removed = before.filter((old) => !kept.some((one) => one.logicalId === old.logicalId && one.physicalId === old.physicalId));
  const replaced = new Map(plan.resources.map(({ logicalId, resource }) => [logicalId, resource.updateReplacePolicy === "Retain"]));
  removeResources(
    removed.map((old) => ({ ...old, isRetained: replaced.get(old.logicalId) ?? old.isRetained === true })),
    where,
    addEvent,
  );
  return { kind: "applied", resources: kept };
}

interface Step {
  readonly kind: ResourceType;
  readonly resource: Resource;
  readonly logicalId: string;
  readonly properties: StackResource["properties"];
  readonly old: StackResource | undefined;
  readonly where: Where;
}

function applyStep({ kind, resource, logicalId, properties, old, where }: Step, undo: Undo[], addEvent: AddEvent): StackResource {
  const { type } = resource;
  const place = { ...where, logicalId };
  if (old !== undefined && sameValue(old.properties, properties)) return old;
  if (old === undefined || kind.replacedBy.some((name) => !sameValue(old.properties[name], properties[name]))) {
    const created = kind.create(properties, place);
    // A resource that is to be retained stays also when the stack that created it is rolled back.
    if (resource.deletionPolicy === "Delete") undo.push(() => kind.remove(created, place));
    addEvent(logicalId, type, old === undefined ? "CREATE_COMPLETE" : "UPDATE_COMPLETE", old && "Requested update required a new resource");
    return { ...created, logicalId, type };
  }
  const created = { ...kind.update(old, properties, place), logicalId, type };
  undo.push(() => kind.update(created, old.properties, place));
  addEvent(logicalId, type, "UPDATE_COMPLETE");
  return created;
}

/** Deletes resources, the newest first. Those that are retained stay as they are, without a stack. */
export function removeResources(resources: readonly StackResource[], where: Where, addEvent: AddEvent): void {
  for (const resource of resources.toReversed()) {
    if (resource.isRetained === true) {
      addEvent(resource.logicalId, resource.type, "DELETE_SKIPPED");
      continue;
    }
    typeOf(resource.type).remove(resource, { ...where, logicalId: resource.logicalId });
    addEvent(resource.logicalId, resource.type, "DELETE_COMPLETE");
  }
}

function typeOf(type: string): ResourceType {
  const kind = resourceTypes[type];
  if (kind === undefined) throw new TemplateError(`Template format error: Unrecognized resource types: [${type}]`);
  return kind;
}
