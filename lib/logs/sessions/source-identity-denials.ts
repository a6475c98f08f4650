import type { Clock } from "#kernel/clock.ts";
import { expiringSet } from "#kernel/expiring-set.ts";
import type { SessionKey } from "./role-session-cache.ts";

/** One role with one External ID: a denial depends on the trust policy for both. */
export type TrustedRole = Pick<SessionKey, "customerId" | "connectionId" | "externalIdId" | "roleId">;

export interface SourceIdentityRefusals {
  /** Whether this role allowed access only without a source identity, so that none needs to be tried. */
  holds(role: TrustedRole): boolean;
  /** Remembers a role that denied a call with a source identity and allowed the same call without it. */
  add(role: TrustedRole): void;
}

/** After this time the customer may have allowed it. A shorter time would cost frequent readers more than 1.1 calls per hour. */
const REMEMBERED_MS = 72 * 60 * 60_000;
const KEPT_ROLES = 5000;

/** Kept in the memory of this process: after a restart each role costs one denied call, and nothing else depends on it. */
export function createSourceIdentityRefusals(clock: Clock): SourceIdentityRefusals {
  const memory = expiringSet(clock, { forMs: REMEMBERED_MS, atMost: KEPT_ROLES });
  return { holds: (role) => memory.has(nameOf(role)), add: (role) => memory.add(nameOf(role)) };
}

function nameOf({ customerId, connectionId, externalIdId, roleId }: TrustedRole): string {
  return JSON.stringify([customerId, connectionId, externalIdId, roleId]);
}
