import type { Actor } from "#kernel/actor.ts";
import { ExternalId } from "#kernel/aws/external-id.ts";
import type { RoleArn } from "#kernel/aws/role-arn.ts";
import type { RunId } from "#kernel/ids.ts";
import { log } from "#kernel/process/log.ts";
import { CALLS_OF_EVERY_RUN } from "#kernel/verification/probe-labels.ts";
import { sendableId } from "#lib/aws/sent-external-id.ts";
import { type AppContext, principalsOf } from "#lib/connections/app-context.ts";
import { type PreviousIdAnswer, probePreviousId } from "#lib/connections/rotation/rotation.ts";
import { acquireStsTokens, watchCredentials } from "#lib/connections/sts-calls/sts-budget.ts";
import { viewOfOpenedRun, viewOfProbe } from "#lib/connections/views/to-run-view.ts";
import { isSameArn, openSealedRoleArn } from "#lib/crypto/seal-role-arn.ts";
import { runProbes } from "#lib/verification/engine/run-probes.ts";
import type { RunEvent } from "#lib/verification/shared/run-view.ts";
import { askHolder, type ContestedClaim, findContested } from "./claim.ts";
import { closeRun, type RunEnd } from "./close-run.ts";
import { type OpenedRun, type Opening, openRun, type RunOrder } from "./open-run.ts";
import { createProbeWriter } from "./probe-writer.ts";

interface StartedRun {
  readonly kind: "started";
  readonly runId: RunId;
  /** Follows the run from its start; leaving it does not stop the run. */
  readonly channel: RunChannel;
  /** Never rejects. */
  readonly done: Promise<RunEnd | { readonly kind: "failed" }>;
}

export type RunStart = StartedRun | Exclude<Opening, { kind: "opened" }>;

const inProgress = new Set<Promise<unknown>>();
const delayed = new Set<Promise<unknown>>();

/** Resolves when all runs have ended that this process executes now, or that it will start for a person who waits. Never rejects. */
export async function runsUnderWay(): Promise<void> {
  await Promise.all(delayed);
  await Promise.all(inProgress);
}

/** Counts work that starts a run later among the runs under way, so that the process does not exit before. Returns the same promise. */
export function startsLater<T>(work: Promise<T>): Promise<T> {
  const started: Promise<unknown> = work.then(
    () => delayed.delete(started),
    () => delayed.delete(started),
  );
  delayed.add(started);
  return work;
}

/**
 * Opens a run and executes it, whether or not anybody follows it: at most ten seconds of AWS calls, then the closing. If the
 * end cannot be written (for example because the database is unavailable), the run stays open; when its lease ends it is
 * lost, and the worker retries it.
 */
export async function startRun(actor: Actor, context: AppContext, order: RunOrder): Promise<RunStart> {
  const opening = await openRun(actor, context, order);
  if (opening.kind !== "opened") return opening;
  const channel = new RunChannel();
  const done = execute(actor, context, opening.run, channel)
    .catch((error: unknown) => {
      log("error", "verification interrupted", { run: opening.run.opening.id }, error);
      channel.publish({ kind: "failed", code: "interrupted", message: "The verification was interrupted. Verify again.", field: null });
      return { kind: "failed" } as const;
    })
    .finally(() => {
      inProgress.delete(done);
      channel.end();
    });
  inProgress.add(done);
  return { kind: "started", runId: opening.run.opening.id, channel, done };
}

async function execute(actor: Actor, context: AppContext, run: OpenedRun, channel: RunChannel): Promise<RunEnd> {
  const arn = openedArn(context, run);
  const priority = priorityOf(actor, run);
  const writer = createProbeWriter(actor, context.env.dataKeys, run.opening, priority === "interactive" ? "as-they-come" : "at-the-end");
  const retired = run.opened.retired.map((value) => sendableId(ExternalId.parse(value)));
  const question = {
    roleArn: arn,
    externalId: sendableId(ExternalId.parse(run.opened.external_id)),
    // The database returns at most four of the connection's own IDs first, then IDs of other connections to the account.
    retired: retired.slice(0, 4),
    retiredElsewhere: retired.slice(4),
    regions: run.opened.regions,
    logGroupPrefix: run.opened.log_group_prefix,
    sessionName: run.sessionName,
    verifiedRoleId: run.opening.reason === "schedule" ? run.before.roleId : null,
  };
  const { region, stsCallsPerSecond: perSecond } = context.env;
  const holder = await findContested(actor, context, run, arn);
  const calls = callsOf(context, run) + (holder?.externalIds.length ?? 0);
  await acquireStsTokens(actor, context.clock, { customerId: run.opening.customerId, region, calls, perSecond, priority });
  let claim: Promise<ContestedClaim> | undefined;
  let previous: Promise<PreviousIdAnswer> | undefined;
  const finished = await runProbes(context.ports, question, {
    onPlan: (plan) => {
      writer.plan(plan, run.opened.retired_total);
      channel.publish({ kind: "opened", run: viewOfOpenedRun(run, plan) });
    },
    onProbe: (result) => {
      writer.add(result);
      const previousId = run.opened.retiring;
      // A denial of the previous ID means something only if the role accepts the current one.
      if (result.name === "right" && result.got === "allowed" && previousId !== null)
        previous = probePreviousId(context, { roleArn: arn, previousId, sessionName: run.sessionName });
      if (result.name === "right" && result.got === "allowed" && holder !== null) claim = askHolder(context, run, arn, holder);
      channel.publish({ kind: "probe", probe: viewOfProbe(result) });
    },
  });
  const previousAnswer = (await previous) ?? null;
  await watchCredentials(actor, { region, trial: run.trial }, finished);
  if (previousAnswer !== null) writer.addPrevious(finished.plan.probes.length, previousAnswer);
  const done = { run, arn, finished, previous: previousAnswer, claim: (await claim) ?? null, rest: await writer.rest() };
  const end = await closeRun(actor, context, done);
  channel.publish({ kind: "closed", run: end.view, waiting: end.waiting });
  return end;
}

/**
 * The number of AssumeRole calls of a run: those of every run, then retired and previous IDs and the optional principals.
 * GetCallerIdentity counts against the quota of the role's account, so it is not included.
 */
function callsOf({ env }: AppContext, { opened }: OpenedRun): number {
  return CALLS_OF_EVERY_RUN + opened.retired.length + (opened.retiring === null ? 0 : 1) + principalsOf(env);
}

function priorityOf(actor: Actor, { opening }: OpenedRun): "interactive" | "background" {
  return actor.kind === "customer" || opening.reason === "staff" || opening.reason === "submit" ? "interactive" : "background";
}

/** The ARN of the run. The database cannot check that a ciphertext belongs to its index, so this compares the two. @throws when they differ */
function openedArn({ env }: AppContext, { opening, opened }: OpenedRun): RoleArn {
  const { customerId, connectionId } = opening;
  const place = { table: opened.sealed_in, customerId, connectionId, externalId: opened.sealed_under };
  const arn = openSealedRoleArn(env.dataKeys, place, opened.role_arn);
  if (!isSameArn(env.arnIndexKeys, arn, opened.arn_hmac)) throw new Error("a sealed role ARN is not the one that its index names");
  return arn;
}

/**
 * Carries a run's events to its followers. The run does not wait for a follower and does not end with one: a browser that
 * disconnects stops following, and a late follower gets every event from the start.
 */
export class RunChannel {
  readonly #events: RunEvent[] = [];
  #ended = false;
  #changed = Promise.withResolvers<void>();

  publish(event: RunEvent): void {
    this.#events.push(event);
    this.#wake();
  }

  /** No more events follow. */
  end(): void {
    this.#ended = true;
    this.#wake();
  }

  async *follow(): AsyncGenerator<RunEvent, void> {
    for (let next = 0; ; ) {
      const event = this.#events[next];
      if (event !== undefined) {
        next += 1;
        yield event;
      } else if (this.#ended) return;
      else await this.#changed.promise;
    }
  }

  #wake(): void {
    this.#changed.resolve();
    this.#changed = Promise.withResolvers<void>();
  }
}
