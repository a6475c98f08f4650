import type { CustomerId, UserId } from "./ids.ts";

export type StaffRole = "support" | "operator" | "admin";
export type MemberRole = "owner" | "member";

/** Who acts. Only a guard (or the worker, or a command) makes one; its kind alone decides the database role. */
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
 * The worker or a command, by task. It is an actor with a name, never a missing one. `cli` only reads, as sp_staff; `owner-cli`
 * does what needs no person (the first admin, a customer, an erasure) and logs in as the owner of the database.
 */
export interface SystemActor {
  readonly kind: "system";
  readonly task: "worker" | "cli" | "owner-cli";
}

/** Whoever is about to sign in: not yet proven to be anybody. */
export interface SignInActor {
  readonly kind: "sign-in";
}

/** The actor as audit rows name it: by id only, so that a person can be erased. */
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

/** What a person did that needed a role session. One session serves what follows for most of an hour. */
export const READ_PURPOSES = ["list-groups", "list-streams", "search", "download", "tail"] as const;
export type ReadPurpose = (typeof READ_PURPOSES)[number];
