import type { Clock } from "#kernel/clock.ts";
import { partsOf, type RoleArn } from "#kernel/role-arn.ts";
import type { AssumeRoleOutcome, ProbeRequest } from "#lib/aws/assume-role.ts";
import type { CloudWatchLogs } from "#lib/aws/cloudwatch-logs.ts";
import type { CallerIdentityOutcome } from "#lib/aws/get-caller-identity.ts";
import type { RoleSession } from "#lib/aws/role-session.ts";
import type { SendableId } from "#lib/aws/sent-external-id.ts";
import type { SessionName } from "#lib/aws/session-name.ts";
import { sessionPolicy } from "#lib/aws/session-policy.ts";
import { askProbe, type ProbeAsked, unlessStopped } from "./ask-probe.ts";
import type { CanaryCheck, CanaryOutcome } from "./canary-check.ts";
import { checkLogReading } from "./check-log-reading.ts";
import { type IdentityAnswer, type Judgement, judgeRun, type LogCheck } from "./judge-run.ts";
import { type ProbePlan, planProbes } from "./plan-probes.ts";
import type { OptionalPrincipals, PrincipalSessions } from "./principal-session.ts";
import type { PlannedProbe, ProbeResult } from "./probe.ts";
import { type RandomSource, shuffled } from "./random-source.ts";

/** What a run needs from outside. `awsProbePorts` makes it for real; nothing here knows a database. */
export interface ProbePorts {
  readonly assume: (request: ProbeRequest) => Promise<AssumeRoleOutcome>;
  readonly identity: (
    session: RoleSession,
    how: { readonly signal: AbortSignal; readonly stsRegion: string },
  ) => Promise<CallerIdentityOutcome>;
  readonly logs: (session: RoleSession) => CloudWatchLogs;
  readonly control: CanaryCheck;
  readonly principals: OptionalPrincipals;
  readonly principalSession: PrincipalSessions;
  readonly clock: Clock;
  readonly random: RandomSource;
  /** The region whose STS endpoint answers, and whether it is a stand-in: a receipt says both. */
  readonly stsRegion: string;
  readonly sandbox: boolean;
}

/** One role and the External ID that alone should open it. */
export interface RunQuestion {
  readonly roleArn: RoleArn;
  readonly externalId: SendableId;
  /** The connection's own retired IDs, newest first, without one that is still `retiring`. */
  readonly retired: readonly SendableId[];
  /** Other retired IDs of the same customer for that account. */
  readonly retiredElsewhere: readonly SendableId[];
  /** Where log reading is tried once the role is proven; none to leave it out. */
  readonly regions: readonly string[];
  /**
   * The role's id as it was proven before, where a run need not ask again whose sessions it gets: AWS names the id in each
   * grant and never gives it to another role. None where nothing is proven yet, and where somebody asked for the run.
   */
  readonly provenRoleId?: string | null;
  /** "" for every group. */
  readonly logGroupPrefix: string;
  readonly sessionName: SessionName;
  readonly signal?: AbortSignal;
  /** Milliseconds for the whole run; default 10 000. What has no answer by then is inconclusive. */
  readonly deadlineMs?: number;
}

/** Told as the run goes on. The run waits for a promise, so that an answer can be stored; if it fails, the run does. */
export interface RunWatch {
  readonly onPlan?: (plan: ProbePlan) => void | Promise<void>;
  readonly onProbe?: (result: ProbeResult) => void | Promise<void>;
}

export interface FinishedRun {
  readonly judgement: Judgement;
  readonly plan: ProbePlan;
  /** The answers that came, in the receipt's order. */
  readonly probes: readonly ProbeResult[];
  readonly control: CanaryOutcome;
  readonly identity: IdentityAnswer;
  readonly logs: readonly LogCheck[];
  /** `AROA…` of the role that opened with the right ID; null when it did not. */
  readonly roleId: string | null;
  readonly accountId: string;
  readonly sessionName: SessionName;
  readonly stsRegion: string;
  readonly sandbox: boolean;
  readonly startedAt: Date;
  readonly finishedAt: Date;
}

const DEADLINE_MS = 10_000;

/**
 * One pass of all probes: right and the blindness control together, the negatives together in random order, then right
 * again, identity and log reading together. A round that can no longer lead to a proof is not begun. No credentials leave
 * it. It throws only what the watch throws. Source: 03-verification "Protocol", docs/decisions/0011.
 */
export async function runProbes(ports: ProbePorts, question: RunQuestion, watch: RunWatch = {}): Promise<FinishedRun> {
  const startedAt = ports.clock.now();
  const stop = new AbortController();
  const deadline = AbortSignal.timeout(question.deadlineMs ?? DEADLINE_MS);
  const signal = AbortSignal.any([deadline, stop.signal, ...(question.signal ? [question.signal] : [])]);
  const configured = [ports.principals.outside && "outside-principal", ports.principals.second && "second-principal"] as const;
  const plan = planProbes({ ...question, principals: configured.filter((name) => name !== undefined) }, ports.random);
  try {
    await watch.onPlan?.(plan);
    const found = await rounds(ports, question, plan, watch, signal);
    const answers = found.answers.toSorted((a, b) => a.n - b.n);
    return {
      judgement: judgeRun({ planned: plan.probes, ...found, answers, control: found.control.kind }),
      plan,
      probes: answers,
      control: found.control,
      identity: found.identity,
      logs: found.logs,
      roleId: found.roleId,
      accountId: partsOf(question.roleArn).accountId,
      sessionName: question.sessionName,
      stsRegion: found.stsRegion,
      sandbox: ports.sandbox,
      startedAt,
      finishedAt: ports.clock.now(),
    };
  } finally {
    stop.abort();
  }
}

interface Found {
  readonly stsRegion: string;
  readonly answers: readonly ProbeResult[];
  readonly control: CanaryOutcome;
  readonly roleId: string | null;
  readonly roleIdAgain: string | null;
  readonly identity: IdentityAnswer;
  readonly logs: readonly LogCheck[];
}

async function rounds(ports: ProbePorts, question: RunQuestion, plan: ProbePlan, watch: RunWatch, signal: AbortSignal): Promise<Found> {
  const ceiling = sessionPolicy("browse", partsOf(question.roleArn).partition, partsOf(question.roleArn).accountId);
  let { stsRegion } = ports;
  const ask = async (probe: PlannedProbe): Promise<ProbeAsked> => {
    const asked = await askProbe(ports, probe, { ...question, ceiling, stsRegion, signal });
    await watch.onProbe?.(asked.result);
    return asked;
  };
  const named = (name: string) => plan.probes.filter((probe) => probe.name === name);
  const [firsts, control] = await Promise.all([
    Promise.all(named("right").map(ask)),
    unlessStopped(ports.control(), signal, { kind: "inconclusive", why: "unreachable" }),
  ]);
  const first = firsts[0]?.session;
  // A negative that asks another endpoint than the grant came from would prove nothing about that grant.
  stsRegion = firsts[0]?.stsRegion ?? stsRegion;
  const found = { stsRegion, answers: firsts.map(({ result }) => result), control, roleId: first?.roleId ?? null, roleIdAgain: null };
  const nothingMore = { identity: "not-asked", logs: [] } as const;
  if (first === undefined) return { ...found, ...nothingMore };

  const negatives = plan.probes.filter(({ expected }) => expected === "denied");
  found.answers.push(...(await Promise.all(shuffled(negatives, ports.random).map(ask))).map(({ result }) => result));
  const believable = control.kind === "ok" || control.kind === "not-configured";
  const allShut = found.answers.every(({ expected, got }) => expected === got);
  if (!believable || !allShut) return { ...found, ...nothingMore };

  const known = first.roleId === question.provenRoleId;
  const [agains, identity, logs] = await Promise.all([
    Promise.all(named("right-again").map(ask)),
    known ? ("confirmed" as const) : identityOf(ports, first, { signal, stsRegion }),
    Promise.all(question.regions.map((region) => checkLogReading(ports.logs(first), { ...question, region }, signal))),
  ]);
  found.answers.push(...agains.map(({ result }) => result));
  const roleIdAgain = agains[0]?.session?.roleId ?? null;
  // What was read with the first session says nothing of another role.
  return roleIdAgain === first.roleId ? { ...found, roleIdAgain, identity, logs } : { ...found, roleIdAgain, ...nothingMore };
}

async function identityOf(
  ports: Pick<ProbePorts, "identity">,
  session: RoleSession,
  how: Parameters<ProbePorts["identity"]>[1],
): Promise<IdentityAnswer> {
  const outcome = await ports.identity(session, how);
  if (outcome.kind === "inconclusive") return "inconclusive";
  const same = outcome.accountId === session.accountId && outcome.arn === session.assumedRoleArn;
  return same ? "confirmed" : "someone-else";
}
