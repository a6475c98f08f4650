import { randomBytes, randomInt, randomUUID } from "node:crypto";
import { partsOf, type RoleArn } from "#kernel/aws/role-arn.ts";
import { Secret } from "#kernel/process/secret.ts";
import { type Clock, systemClock } from "#kernel/time/clock.ts";
import { assumeRole, type CallerIdentityOutcome, getCallerIdentity, type ProbeRequest } from "#lib/aws/assume-role.ts";
import type { AwsClients } from "#lib/aws/aws-clients.ts";
import { type CloudWatchLogs, cloudWatchLogs } from "#lib/aws/cloudwatch-logs.ts";
import type { LogsOutcome } from "#lib/aws/logs-outcome.ts";
import { type RoleSession, type SessionName, sessionName, sessionPolicy } from "#lib/aws/role-session.ts";
import type { SendableId } from "#lib/aws/sent-external-id.ts";
import {
  askProbe,
  createPrincipalSessions,
  type OptionalPrincipals,
  type ProbeAsked,
  type SendingPorts,
  unlessStopped,
} from "./ask-probe.ts";
import { type Canaries, type CanaryCheck, type CanaryOutcome, createCanaryCheck } from "./canary-check.ts";
import { type IdentityAnswer, type Judgement, judgeRun, type LogCheck } from "./judge-run.ts";
import { type PlannedProbe, type ProbePlan, type ProbeResult, planProbes, type RandomSource, shuffled } from "./probe.ts";

/** The external dependencies of a run. `awsProbePorts` provides them with calls to AWS. */
export interface ProbePorts extends SendingPorts {
  readonly identity: (
    session: RoleSession,
    how: { readonly signal: AbortSignal; readonly stsRegion: string },
  ) => Promise<CallerIdentityOutcome>;
  readonly logs: (session: RoleSession) => CloudWatchLogs;
  readonly control: CanaryCheck;
  readonly clock: Clock;
  readonly random: RandomSource;
  /** The region of the STS endpoint, and whether AWS is simulated. The verification report has both. */
  readonly stsRegion: string;
  readonly sandbox: boolean;
}

/** Random values of the operating system's cryptographic generator. */
export const systemRandom: RandomSource = { uuid: () => randomUUID(), below: (limit) => randomInt(limit) };

/** The optional roles: canary roles and further principals. */
export interface ProbeExtras {
  readonly canaries: Canaries | undefined;
  readonly principals: OptionalPrincipals;
}

/** The ports that call AWS. Create them once per process: they cache the canary check and the optional principals' sessions. */
export function awsProbePorts(clients: AwsClients, extras: ProbeExtras, clock: Clock = systemClock): ProbePorts {
  const assume = (request: ProbeRequest) => assumeRole(clients, request);
  const ownName = sessionName(new Secret(randomBytes(32).toString("hex")), "run", []);
  return {
    assume,
    identity: (session, how) => getCallerIdentity(clients, session, how),
    logs: (session) => cloudWatchLogs(clients, session),
    control: createCanaryCheck({ assume, clock, canaries: extras.canaries, sessionName: ownName }),
    principals: extras.principals,
    principalSession: createPrincipalSessions({ assume, clock, sessionName: ownName }),
    clock,
    random: systemRandom,
    stsRegion: clients.settings.region,
    sandbox: clients.settings.allowCustomEndpoints,
  };
}

/** The role to verify, and the only External ID that it should accept. */
export interface RunQuestion {
  readonly roleArn: RoleArn;
  readonly externalId: SendableId;
  /** The connection's own retired IDs, newest first, without the previous ID of a rotation that is not complete. */
  readonly retired: readonly SendableId[];
  /** Retired IDs of the same customer's other connections to that account. */
  readonly retiredElsewhere: readonly SendableId[];
  /** The regions in which log reading is tried if all probes have their expected answers. */
  readonly regions: readonly string[];
  /**
   * The role's unique ID at an earlier verification. If AWS returns the same ID, the identity needs no second check, since
   * AWS never gives the ID to another role. Left out for the first run and for a run that a person requested.
   */
  readonly verifiedRoleId?: string | null;
  /** Empty for all log groups. */
  readonly logGroupPrefix: string;
  readonly sessionName: SessionName;
  readonly signal?: AbortSignal;
  /** Milliseconds for the whole run; the default is 10,000. Calls without an answer by then are inconclusive. */
  readonly deadlineMs?: number;
}

/** Called during the run. The run waits for a returned promise, so that an answer can be stored, and fails if it rejects. */
export interface RunWatch {
  readonly onPlan?: (plan: ProbePlan) => void | Promise<void>;
  readonly onProbe?: (result: ProbeResult) => void | Promise<void>;
}

export interface FinishedRun {
  readonly judgement: Judgement;
  readonly plan: ProbePlan;
  /** The answers, in the order of the verification report. */
  readonly probes: readonly ProbeResult[];
  readonly control: CanaryOutcome;
  readonly identity: IdentityAnswer;
  readonly logs: readonly LogCheck[];
  /** The role's unique ID (`AROA…`) if AWS allowed the correct External ID; null otherwise. */
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
 * Verifies a role in three rounds of parallel calls: the correct External ID and the canary check; all probes that must be
 * denied, in random order; the correct External ID again, the identity and log reading. A round is left out if the role can
 * no longer be secure. The result has no credentials. It throws only what the watch throws. See docs/decisions/0011.
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
  // All further probes use the endpoint that granted the first one, so that their answers can be compared.
  stsRegion = firsts[0]?.stsRegion ?? stsRegion;
  const found = { stsRegion, answers: firsts.map(({ result }) => result), control, roleId: first?.roleId ?? null, roleIdAgain: null };
  const noMoreChecks = { identity: "not-asked", logs: [] } as const;
  if (first === undefined) return { ...found, ...noMoreChecks };

  const negatives = plan.probes.filter(({ expected }) => expected === "denied");
  found.answers.push(...(await Promise.all(shuffled(negatives, ports.random).map(ask))).map(({ result }) => result));
  const canBeTrusted = control.kind === "ok" || control.kind === "not-configured";
  const allAsExpected = found.answers.every(({ expected, got }) => expected === got);
  if (!canBeTrusted || !allAsExpected) return { ...found, ...noMoreChecks };

  const known = first.roleId === question.verifiedRoleId;
  const [agains, identity, logs] = await Promise.all([
    Promise.all(named("right-again").map(ask)),
    known ? ("confirmed" as const) : identityOf(ports, first, { signal, stsRegion }),
    Promise.all(question.regions.map((region) => checkLogReading(ports.logs(first), { ...question, region }, signal))),
  ]);
  found.answers.push(...agains.map(({ result }) => result));
  const roleIdAgain = agains[0]?.session?.roleId ?? null;
  // If the second session belongs to another role, identity and log reading of the first one don't count.
  return roleIdAgain === first.roleId ? { ...found, roleIdAgain, identity, logs } : { ...found, roleIdAgain, ...noMoreChecks };
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

/**
 * Tries in one region what the log pages do: lists one log group in scope and reads one event of it. What it reads is
 * discarded. The result never changes whether the role is secure.
 */
export async function checkLogReading(
  logs: CloudWatchLogs,
  scope: { readonly region: string; readonly logGroupPrefix: string },
  signal: AbortSignal,
): Promise<LogCheck> {
  const { region } = scope;
  const prefix = scope.logGroupPrefix === "" ? undefined : scope.logGroupPrefix;
  const groups = await logs.describeLogGroups(region, { prefix, limit: 1, signal });
  if (groups.kind !== "ok") return checkOf(region, groups);
  const [group] = groups.value.items;
  if (group === undefined) return { region, got: "no-groups", action: null };
  return checkOf(region, await logs.filterLogEvents(region, { logGroup: group.name, limit: 1, signal }));
}

function checkOf(region: string, outcome: LogsOutcome<unknown>): LogCheck {
  switch (outcome.kind) {
    case "denied":
      return { region, got: "denied", action: outcome.action };
    case "ok":
    case "infrequent-access": // AWS checks permissions first, so this answer means that reading is allowed
      return { region, got: "works", action: null };
    default:
      return { region, got: "inconclusive", action: null };
  }
}
