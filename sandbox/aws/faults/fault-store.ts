import { randomUUID } from "node:crypto";

/** A fault, and the calls it applies to. */
export interface FaultRule {
  readonly service: "sts" | "iam" | "cloudformation" | "logs" | "any";
  readonly fault: FaultName;
  readonly match: {
    readonly action?: string | undefined;
    readonly region?: string | undefined;
    readonly roleArn?: string | undefined;
    /** The ARN of the calling user, or of the role whose session calls. */
    readonly principalArn?: string | undefined;
    /** `none` matches when it was not sent, `any` when it was sent; any other value must be equal. */
    readonly externalId?: string | undefined;
    /** Applies only to the nth call (from 1) that matches the other fields. */
    readonly nth?: number | undefined;
  };
  /** The maximum number of times; without limit when absent. */
  readonly times?: number | undefined;
  /** The delay of the fault `delay`, in milliseconds. */
  readonly ms?: number | undefined;
}

/** The properties of a call that a rule can match. */
export interface CallFacts {
  readonly service: string;
  readonly action: string;
  readonly region: string;
  readonly roleArn: string | null;
  readonly externalId: string | null;
  readonly principalArn?: string;
}

interface ActiveRule {
  readonly id: string;
  readonly rule: FaultRule;
  seen: number;
  used: number;
}

/** The fault rules, the latency of all calls, whether they are held, and the propagation time during which new roles are denied. */
export class FaultStore {
  #rules: ActiveRule[] = [];
  #latencyMs = 0;
  #propagationMs = 0;
  readonly #propagationOf = new Map<string, number>();
  #held = Promise.resolve();
  #release = () => {};

  get latencyMs(): number {
    return this.#latencyMs;
  }

  /** How old a role must be before AWS knows it, in milliseconds. */
  propagationMs(roleArn: string): number {
    return this.#propagationOf.get(roleArn) ?? this.#propagationMs;
  }

  /** Delays the response of every AWS call by `ms` milliseconds. */
  delayAll(ms: number): void {
    this.#latencyMs = ms;
  }

  /** Holds every AWS call until the returned function or `clear` is called, so that a test can act in the meantime. */
  holdAll(): () => void {
    this.#release();
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#held = promise;
    this.#release = resolve;
    return resolve;
  }

  /** Resolves when calls are not held. */
  untilReleased(): Promise<void> {
    return this.#held;
  }

  /** Denies roles younger than `ms` milliseconds, because IAM is eventually consistent: one role, or all of them. */
  hideNewRoles(ms: number, roleArn?: string): void {
    if (roleArn !== undefined) {
      if (ms === 0) this.#propagationOf.delete(roleArn);
      else this.#propagationOf.set(roleArn, ms);
      return;
    }
    this.#propagationOf.clear();
    this.#propagationMs = ms;
  }

  add(rule: FaultRule): string {
    const id = randomUUID();
    this.#rules.push({ id, rule, seen: 0, used: 0 });
    return id;
  }

  /** The first rule that applies to this call. It is counted as used. */
  take(call: CallFacts): FaultRule | undefined {
    for (const active of this.#rules) {
      if (!matches(active.rule, call)) continue;
      active.seen++;
      const { nth } = active.rule.match;
      if (nth !== undefined && active.seen !== nth) continue;
      if (active.rule.times !== undefined && active.used >= active.rule.times) continue;
      active.used++;
      return active.rule;
    }
    return undefined;
  }

  list(): readonly Readonly<ActiveRule>[] {
    return this.#rules;
  }

  removeAll(): void {
    this.#rules = [];
  }

  /** Removes the rules, the latency and the propagation time, and releases calls that are held. */
  clear(): void {
    this.removeAll();
    this.#release();
    this.#latencyMs = 0;
    this.hideNewRoles(0);
  }
}

function matches({ service, match }: FaultRule, call: CallFacts): boolean {
  if (service !== "any" && service !== call.service) return false;
  if (match.action !== undefined && match.action !== call.action) return false;
  if (match.region !== undefined && match.region !== call.region) return false;
  if (match.roleArn !== undefined && match.roleArn !== call.roleArn) return false;
  if (match.principalArn !== undefined && match.principalArn !== call.principalArn) return false;
  if (match.externalId === undefined) return true;
  if (match.externalId === "none") return call.externalId === null;
  return match.externalId === "any" ? call.externalId !== null : match.externalId === call.externalId;
}

/** The faults that the sandbox can inject. README.md describes their responses. */
export const FAULT_NAMES = [
  "throttle",
  "5xx",
  "503",
  "reset",
  "delay",
  "region-disabled",
  "expired-token",
  "unknown-token",
  "clock-skew",
  "html-200",
  "empty-200",
  "error-body-200",
  "no-credentials-200",
  "other-role-200",
  "waf-403-html",
  "waf-403-json",
  "empty-403",
  "access-denied",
  "access-denied-exception",
  "access-denied-without-request-id",
  "lower-case-code",
  "root-account",
] as const;

export type FaultName = (typeof FAULT_NAMES)[number];
