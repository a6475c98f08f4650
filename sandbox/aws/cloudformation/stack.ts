import type { ExistingResource } from "./resource-type.ts";

export type StackStatus = "CREATE_COMPLETE" | "ROLLBACK_COMPLETE" | "UPDATE_COMPLETE" | "UPDATE_ROLLBACK_COMPLETE" | "DELETE_COMPLETE";

export interface StackEvent {
  /** ISO 8601. */
  readonly at: string;
  readonly logicalId: string;
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
}

export interface StackResource extends ExistingResource {
  readonly logicalId: string;
  readonly type: string;
  /** Whether the resource stays when its stack no longer has it (DeletionPolicy). */
  readonly isRetained?: boolean;
}

export interface StackOutput {
  readonly key: string;
  readonly value: string;
  readonly description?: string;
}

/** A stack as plain data that can be saved as JSON. */
export interface Stack {
  readonly stackId: string;
  readonly stackName: string;
  readonly accountId: string;
  readonly region: string;
  readonly status: StackStatus;
  readonly templateUrl: string;
  readonly templateBody: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly resources: readonly StackResource[];
  readonly outputs: readonly StackOutput[];
  readonly events: readonly StackEvent[];
}
