import type { Created } from "./evaluate.ts";
import type { IamAccess } from "./iam-access.ts";
import type { JsonObject } from "./json-value.ts";

/** Where a resource is made. */
export interface Place {
  readonly iam: IamAccess;
  readonly accountId: string;
  readonly stackName: string;
  readonly logicalId: string;
}

/** A resource that exists, as its stack remembers it. */
export interface Made extends Created {
  readonly physicalId: string;
  /** The properties it was made with, evaluated. Updates compare with these and never with what is there: that is drift. */
  readonly properties: JsonObject;
}

/** What a stack can do with resources of one type. */
export interface ResourceType {
  /** The properties that are known; any other is an error. */
  readonly properties: readonly string[];
  readonly required: readonly string[];
  /** The properties whose change makes a new resource. */
  readonly replacedBy: readonly string[];
  readonly attributes: readonly string[];
  create(properties: JsonObject, place: Place): Made;
  /** Changes in place what differs between the resource's remembered properties and these. */
  update(made: Made, properties: JsonObject, place: Place): Made;
  remove(made: Made, place: Place): void;
}
