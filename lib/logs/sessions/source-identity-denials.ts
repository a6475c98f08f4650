import type { Clock } from "#kernel/clock.ts";
import { expiringSet } from "#kernel/expiring-set.ts";
import type { SessionKey } from "./role-session-cache.ts";

/** One role under one External ID: what the customer's trust policy is about. */
export type TrustedRole = Pick<SessionKey, "customerId" | "connectionId" | "externalIdId" | "roleId">;

export interface SourceIdentityRefusals {
  /** Whether this role was seen to open without a source identity only, so that none needs to be tried. */
  holds(role: TrustedRole): boolean;
  /** Remembers a role that refused a call with a source identity, and opened for the same call without. */
  add(role: TrustedRole): void;
}

/** Then the customer may have allowed it meanwhile. A shorter time would cost constant readers more than 1.1 calls an hour. */
const REMEMBERED_MS = 72 * 60 * 60_000;
const KEPT_ROLES = 5000;

/** In the memory of this process: what is forgotten with it costs one refused call, and nothing else depends on it. */
export function createSourceIdentityRefusals(clock: Clock): SourceIdentityRefusals {
  const memory = expiringSet(clock, { forMs: REMEMBERED_MS, atMost: KEPT_ROLES });
  return { holds: (role) => memory.has(nameOf(role)), add: (role) => memory.add(nameOf(role)) };
}

function nameOf({ customerId, connectionId, externalIdId, roleId }: TrustedRole): string {
  return JSON.stringify([customerId, connectionId, externalIdId, roleId]);
}
