import { describeDatabaseError } from "#db/database-refusal.ts";
import type { Actor } from "#kernel/actor.ts";
import { ExternalId } from "#kernel/external-id.ts";
import type { RunId } from "#kernel/ids.ts";
import type { RoleArn } from "#kernel/role-arn.ts";
import { sendableId } from "#lib/aws/sent-external-id.ts";
import { type AppContext, principalsOf } from "#lib/connections/app-context.ts";
import { type PreviousIdAnswer, probePreviousId } from "#lib/connections/rotation/probe-previous-id.ts";
import { viewOfOpenedRun, viewOfProbe } from "#lib/connections/views/live-run-view.ts";
import { isSameArn, openSealedRoleArn } from "#lib/crypto/seal-role-arn.ts";
import { runProbes } from "#lib/verification/engine/run-probes.ts";
import { askHolder, type ContestedClaim, findContested } from "./claim.ts";
import { closeRun, type RunEnd } from "./close-run.ts";
import { type OpenedRun, type Opening, openRun, type RunOrder } from "./open-run.ts";
import { watchCredentials } from "./partner-credentials.ts";
import { createProbeWriter } from "./probe-writer.ts";
import { RunChannel } from "./run-channel.ts";
import { acquireStsTokens } from "./sts-budget.ts";

interface StartedRun {
  readonly kind: "started";
  readonly runId: RunId;
  /** Follows the run from its start; leaving it does not stop the run. */
  readonly channel: RunChannel;
  /** Never rejects. */
  readonly done: Promise<RunEnd | { readonly kind: "failed" }>;
}

export type RunStart = StartedRun | Exclude<Opening, { kind: "opened" }>;

const underWay = new Set<Promise<unknown>>();

/** Resolves when the runs that this process executes now have ended. Never rejects. */
export async function runsUnderWay(): Promise<void> {
  await Promise.all(underWay);
}

/**
 * Opens a run and lets it go on by itself, whoever listens: at most ten seconds of AWS, then the closing. What cannot be
 * written (a database that went away) leaves the run open; its lease ends it as lost, and the worker comes back to it.
 */
export async function startRun(actor: Actor, deployment: AppContext, order: RunOrder): Promise<RunStart> {
  const opening = await openRun(actor, deployment, order);
  if (opening.kind !== "opened") return opening;
  const channel = new RunChannel();
  const done = execute(actor, deployment, opening.run, channel)
    .catch((error: unknown) => {
      console.error(JSON.stringify({ at: "run", run: opening.run.opening.id, failed: describeDatabaseError(error) }));
      channel.publish({ kind: "failed", code: "interrupted", message: "The verification was interrupted. Verify again.", field: null });
      return { kind: "failed" } as const;
    })
    .finally(() => {
      underWay.delete(done);
      channel.end();
    });
  underWay.add(done);
  return { kind: "started", runId: opening.run.opening.id, channel, done };
}

async function execute(actor: Actor, deployment: AppContext, run: OpenedRun, channel: RunChannel): Promise<RunEnd> {
  const arn = openedArn(deployment, run);
  const lane = laneOf(actor, run);
  const writer = createProbeWriter(actor, deployment.env.dataKeys, run.opening, lane === "asked" ? "as-they-come" : "at-the-end");
  const retired = run.opened.retired.map((value) => sendableId(ExternalId.parse(value)));
  const question = {
    roleArn: arn,
    externalId: sendableId(ExternalId.parse(run.opened.external_id)),
    // The database gives the connection's own first, at most four, then others of the account.
    retired: retired.slice(0, 4),
    retiredElsewhere: retired.slice(4),
    regions: run.opened.regions,
    logGroupPrefix: run.opened.log_group_prefix,
    sessionName: run.sessionName,
    provenRoleId: run.opening.reason === "schedule" ? run.before.roleId : null,
  };
  const { region, stsCallsPerSecond: perSecond } = deployment.env;
  const holder = await findContested(actor, run);
  const calls = callsOf(deployment, run) + (holder?.externalIds.length ?? 0);
  await acquireStsTokens(actor, deployment.clock, { customerId: run.opening.customerId, region, calls, perSecond, lane });
  let claim: Promise<ContestedClaim> | undefined;
  let former: Promise<PreviousIdAnswer> | undefined;
  const finished = await runProbes(deployment.ports, question, {
    onPlan: (plan) => {
      writer.plan(plan, run.opened.retired_total);
      channel.publish({ kind: "opened", run: viewOfOpenedRun(run, plan) });
    },
    onProbe: (result) => {
      writer.add(result);
      const previousId = run.opened.retiring;
      // Only a role that opens for us says something by refusing its former ID.
      if (result.name === "right" && result.got === "granted" && previousId !== null)
        former = probePreviousId(deployment, { roleArn: arn, previousId, sessionName: run.sessionName });
      if (result.name === "right" && result.got === "granted" && holder !== null) claim = askHolder(deployment, run, arn, holder);
      channel.publish({ kind: "probe", probe: viewOfProbe(result) });
    },
  });
  const answer = (await former) ?? null;
  await watchCredentials(actor, { region, trial: run.trial }, finished);
  if (answer !== null) writer.addPrevious(finished.plan.probes.length, answer);
  const done = { run, arn, finished, former: answer, claim: (await claim) ?? null, rest: await writer.rest() };
  const end = await closeRun(actor, deployment, done);
  channel.publish({ kind: "closed", run: end.view, waiting: end.waiting });
  return end;
}

/**
 * Right twice and five that are wrong; then retired and former IDs and principals of ours. Whose session it is, is asked
 * with the session itself: that call counts against the role's account, not ours.
 */
function callsOf({ env }: AppContext, { opened }: OpenedRun): number {
  return 7 + opened.retired.length + (opened.retiring === null ? 0 : 1) + principalsOf(env);
}

function laneOf(actor: Actor, { opening }: OpenedRun): "asked" | "background" {
  return actor.kind === "customer" || opening.reason === "staff" || opening.reason === "submit" ? "asked" : "background";
}

/** The ARN of the run. The database cannot tell whether a ciphertext belongs to its index, so it is compared here. */
function openedArn({ env }: AppContext, { opening, opened }: OpenedRun): RoleArn {
  const { customerId, connectionId } = opening;
  const place = { table: opened.sealed_in, customerId, connectionId, externalId: opened.sealed_under };
  const arn = openSealedRoleArn(env.dataKeys, place, opened.role_arn);
  if (!isSameArn(env.arnIndexKey, arn, opened.arn_hmac)) throw new Error("a sealed role ARN is not the one that its index names");
  return arn;
}
