import { randomUUID } from "node:crypto";

/** A way to misbehave, and when. */
export interface FaultRule {
  readonly service: "sts" | "iam" | "logs" | "any";
  readonly fault: FaultName;
  readonly match: {
    readonly action?: string | undefined;
    readonly region?: string | undefined;
    readonly roleArn?: string | undefined;
    /** Who calls: the ARN of the user, or of the role whose session it is. */
    readonly principalArn?: string | undefined;
    /** `none` = not sent, `any` = sent, otherwise this very value. */
    readonly externalId?: string | undefined;
    /** Only the nth call (from 1) that fits the rest. */
    readonly nth?: number | undefined;
  };
  /** How often at most; absent = until it is taken back. */
  readonly times?: number | undefined;
  /** For `delay`: how long, in milliseconds. */
  readonly ms?: number | undefined;
}

/** What a rule is asked about a call. */
export interface CallFacts {
  readonly service: string;
  readonly action: string;
  readonly region: string;
  readonly roleArn: string | null;
  readonly externalId: string | null;
  readonly principalArn?: string;
}

interface Armed {
  readonly id: string;
  readonly rule: FaultRule;
  seen: number;
  used: number;
}

/** How the sandbox is told to misbehave. Latency delays every AWS call; propagation hides roles that are younger. */
export class FaultStore {
  #armed: Armed[] = [];
  #latencyMs = 0;
  #propagationMs = 0;

  get latencyMs(): number {
    return this.#latencyMs;
  }

  get propagationMs(): number {
    return this.#propagationMs;
  }

  /** Every AWS call is answered so many milliseconds later. */
  delayAll(ms: number): void {
    this.#latencyMs = ms;
  }

  /** Roles younger than so many milliseconds are denied, as if AWS had not heard of them everywhere yet. */
  hideNewRoles(ms: number): void {
    this.#propagationMs = ms;
  }

  add(rule: FaultRule): string {
    const id = randomUUID();
    this.#armed.push({ id, rule, seen: 0, used: 0 });
    return id;
  }

  /** The first rule that this call meets, counted as used. */
  take(call: CallFacts): FaultRule | undefined {
    for (const armed of this.#armed) {
      if (!fits(armed.rule, call)) continue;
      armed.seen++;
      const { nth } = armed.rule.match;
      if (nth !== undefined && armed.seen !== nth) continue;
      if (armed.rule.times !== undefined && armed.used >= armed.rule.times) continue;
      armed.used++;
      return armed.rule;
    }
    return undefined;
  }

  list(): readonly Readonly<Armed>[] {
    return this.#armed;
  }

  removeAll(): void {
    this.#armed = [];
  }

  /** Rules, latency and propagation. */
  clear(): void {
    this.removeAll();
    this.#latencyMs = 0;
    this.#propagationMs = 0;
  }
}

function fits({ service, match }: FaultRule, call: CallFacts): boolean {
  if (service !== "any" && service !== call.service) return false;
  if (match.action !== undefined && match.action !== call.action) return false;
  if (match.region !== undefined && match.region !== call.region) return false;
  if (match.roleArn !== undefined && match.roleArn !== call.roleArn) return false;
  if (match.principalArn !== undefined && match.principalArn !== call.principalArn) return false;
  if (match.externalId === undefined) return true;
  if (match.externalId === "none") return call.externalId === null;
  return match.externalId === "any" ? call.externalId !== null : match.externalId === call.externalId;
}

/** Every way the sandbox knows to misbehave; README.md says what each looks like on the wire. */
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
