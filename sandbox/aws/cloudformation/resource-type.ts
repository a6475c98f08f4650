import type { Created } from "./evaluate.ts";
import type { IamAccess } from "./iam-access.ts";
import type { JsonObject } from "./json-value.ts";

/** Where a resource is created. */
export interface Place {
  readonly iam: IamAccess;
  readonly accountId: string;
  readonly stackName: string;
  readonly logicalId: string;
}

/** A resource that exists, as its stack has recorded it. */
export interface ExistingResource extends Created {
  readonly physicalId: string;
  /** The evaluated properties of the last create or update. An update compares with these, not with the real role, so it ignores drift. */
  readonly properties: JsonObject;
}

/** How a stack creates, updates and deletes resources of one type. */
export interface ResourceType {
  /** The supported properties; any other is an error. */
  readonly properties: readonly string[];
  readonly required: readonly string[];
  /** The properties whose change requires replacement. */
  readonly replacedBy: readonly string[];
  readonly attributes: readonly string[];
  create(properties: JsonObject, place: Place): ExistingResource;
  /** Updates in place what differs between the recorded properties and the new ones. */
  update(existing: ExistingResource, properties: JsonObject, place: Place): ExistingResource;
  remove(existing: ExistingResource, place: Place): void;
}
