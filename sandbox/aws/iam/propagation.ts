import { createHash } from "node:crypto";
import type { Role } from "./role.ts";

/** How long a change of IAM takes to be visible: in each Region another time within these bounds, in milliseconds. */
export interface Spread {
  readonly fromMs: number;
  readonly toMs: number;
}

interface Version {
  /** Milliseconds since 1970; `-Infinity` for what existed when the spread was set. */
  readonly at: number;
  readonly sequence: number;
  /** A copy of the role; undefined when it was deleted. */
  readonly role: Role | undefined;
  readonly fingerprint: string;
}

/** More changes of one role than this within the spread forget the oldest, which then are visible at once. */
const MAX_VERSIONS = 50;

/**
 * What each Region sees of roles while their changes propagate: new roles, deleted ones, trust policies and permission policies.
 * Changes of managed policies and of the IAM API's own answers are visible at once. While no spread is set, nothing is recorded.
 * Source: IAM user guide, "Troubleshoot IAM: changes that I make are not always immediately visible".
 */
export class Propagation {
  readonly #roles: () => Iterable<Role>;
  readonly #versions = new Map<string, Version[]>();
  #spread: Spread | undefined;
  #sequence = 0;

  constructor(roles: () => Iterable<Role>) {
    this.#roles = roles;
  }

  /** Sets the spread; undefined makes every change visible at once. What exists now stays visible. */
  set(spread: Spread | undefined): void {
    this.#versions.clear();
    this.#spread = spread;
    if (spread !== undefined) this.#record(Number.NEGATIVE_INFINITY);
  }

  /** Call this after each change of a role. It compares all roles, so it is meant for tests with a few hundred. */
  changed(now: number): void {
    if (this.#spread !== undefined) this.#record(now);
  }

  /** The role with this ARN as a Region sees it at `now` (milliseconds). `current` is the role as it is. */
  seenFrom(region: string, arn: string, current: Role | undefined, now: number): Role | undefined {
    const versions = this.#versions.get(arn);
    if (this.#spread === undefined || versions === undefined) return current;
    return versions.findLast(({ at, sequence }) => at + this.#delayOf(region, sequence) <= now)?.role;
  }

  /** Another delay for each change and Region, but the same one whenever it is asked for. */
  #delayOf(region: string, sequence: number): number {
    const { fromMs, toMs } = this.#spread ?? { fromMs: 0, toMs: 0 };
    const share = createHash("sha256").update(`${region}/${sequence}`).digest().readUInt32BE() / 2 ** 32;
    return fromMs + share * (toMs - fromMs);
  }

  #record(at: number): void {
    const found = new Set<string>();
    for (const role of this.#roles()) {
      found.add(role.arn);
      this.#add(role.arn, at, role);
    }
    for (const arn of this.#versions.keys()) if (!found.has(arn)) this.#add(arn, at, undefined);
  }

  #add(arn: string, at: number, role: Role | undefined): void {
    const versions = this.#versions.get(arn) ?? [];
    this.#versions.set(arn, versions);
    const fingerprint = fingerprintOf(role);
    if (versions.at(-1)?.fingerprint === fingerprint) return;
    versions.push({ at, sequence: this.#sequence++, role: role && copyOf(role), fingerprint });
    if (versions.length > MAX_VERSIONS) {
      versions.shift();
      const [oldest] = versions;
      if (oldest !== undefined) versions[0] = { ...oldest, at: Number.NEGATIVE_INFINITY };
    }
  }
}

/** Roles are changed in place, so an earlier version needs collections of its own. Policies are never changed. */
function copyOf(role: Role): Role {
  return { ...role, inlinePolicies: new Map(role.inlinePolicies), attachedPolicies: new Set(role.attachedPolicies) };
}

function fingerprintOf(role: Role | undefined): string {
  if (role === undefined) return "deleted";
  const inline = [...role.inlinePolicies].map(([name, { text }]) => [name, text]);
  return JSON.stringify([
    role.roleId,
    role.trust.text,
    role.maxSessionDuration,
    role.permissionsBoundary,
    inline,
    [...role.attachedPolicies],
    [...role.tags],
  ]);
}
