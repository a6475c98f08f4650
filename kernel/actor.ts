import type { CustomerId, UserId } from "./ids.ts";

export type StaffRole = "support" | "operator" | "admin";
export type MemberRole = "owner" | "member";

/** Who acts. Only a guard, the worker or a command creates one. Its kind decides which database role is used. */
export type Actor = CustomerActor | StaffActor | SystemActor | SignInActor;

/** A signed-in person acting for one customer they belong to. */
export interface CustomerActor {
  readonly kind: "customer";
  readonly customerId: CustomerId;
  readonly userId: UserId;
  readonly role: MemberRole;
}

/** A signed-in member of the partner's staff. */
export interface StaffActor {
  readonly kind: "staff";
  readonly userId: UserId;
  readonly role: StaffRole;
}

/**
 * The worker or a command, so that work without a person has an actor too. `cli` logs in as sp_staff and only reads; as web it also watches the workers. `owner-cli` creates
 * the first admin, creates customers and erases people; it logs in as the owner of the database.
 */
export interface SystemActor {
  readonly kind: "system";
  readonly task: "worker" | "cli" | "owner-cli";
}

/** A person who is signing in and whose identity is not known yet. */
export interface SignInActor {
  readonly kind: "sign-in";
}

/** The actor's name in audit rows. It contains only an ID, so that a person's data can be erased. */
export function auditNameOf(actor: Actor): string {
  switch (actor.kind) {
    case "customer":
      return `user:${actor.userId}`;
    case "staff":
      return `staff:${actor.userId}`;
    case "system":
      return `system:${actor.task}`;
    case "sign-in":
      return "system:sign-in";
  }
}

/** What a person did when a role session was opened. Later reads reuse the session for most of an hour. */
export const READ_PURPOSES = ["list-groups", "list-streams", "search", "download", "tail", "query", "stop-query"] as const;
export type ReadPurpose = (typeof READ_PURPOSES)[number];
