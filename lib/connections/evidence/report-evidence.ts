import type { Transaction } from "#db/in-transaction.ts";
import { chainLinks, linksOfRun } from "#db/queries/audit.ts";
import type { RunWithProbes } from "#db/queries/runs-read.ts";
import { type AuditLink, CHAIN_START, type ChainEnd, walkChain } from "#lib/audit/audit-chain.ts";
import type { AuditRowView, ReportAnchor, ReportEvidence } from "#lib/connections/shared/report-view.ts";

/** What a closed run found, from its stored rows only: the part of a report that the audit chain protects. */
export function reportEvidence({ run, probes }: RunWithProbes): ReportEvidence {
  return {
    customer: run.customerId,
    connection: run.connectionId,
    run: run.id,
    trigger: run.reason,
    externalIdId: run.externalIdId,
    startedAt: run.startedAt.toISOString(),
    finishedAt: run.finishedAt?.toISOString() ?? null,
    verdict: run.verdict,
    reason: run.outcomeReason,
    control: run.control,
    sandbox: run.sandbox,
    ...(run.templateVersion !== null && { templateVersionOffered: run.templateVersion }),
    stsRegion: run.stsRegion,
    sessionName: run.sessionName,
    accountId: run.accountId,
    roleId: run.roleId,
    logReading: run.logChecks ?? {},
    probes: probes.map(({ n, name, sentHint, expected, got, code, requestId, ms, at }) => ({
      n,
      name,
      externalIdSent: sentHint,
      expected: expected ?? "denied",
      got,
      code,
      requestId,
      ms,
      at: at.toISOString(),
    })),
  };
}

interface Anchored {
  readonly view: AuditRowView;
  readonly holds: boolean;
}

/** The rows that a run left in its customer's audit chain, each with whether its hash follows from the row before. */
export interface AnchorRows {
  readonly started: Anchored | undefined;
  readonly closed: Anchored | undefined;
}

/** Must be read before the run itself: if the chain then shows the run as closed, its rows are closed too. */
export async function anchorRowsOf(tx: Transaction, chain: string, runId: string): Promise<AnchorRows> {
  const links = await linksOfRun(tx, chain, runId);
  const row = (event: string) => links.find((link) => link.event === event);
  return { started: await anchored(tx, row("run.started")), closed: await anchored(tx, row("run.closed")) };
}

async function anchored(tx: Transaction, link: AuditLink | undefined): Promise<Anchored | undefined> {
  if (link === undefined) return undefined;
  const [before] = link.seq === 1 ? [] : await chainLinks(tx, link.chain, link.seq - 2, 1);
  const from: ChainEnd = before ?? CHAIN_START;
  const view = { ...link, previousHash: from.hash.toString("hex"), hash: link.hash.toString("hex") };
  return { view, holds: walkChain([link], from).kind === "holds" };
}

/** Whether the audit rows match a report whose stored facts have this digest. */
export function anchorOf({ started, closed }: AnchorRows, digest: string): ReportAnchor {
  const named = closed === undefined || closed.view.ids["receipt"] === digest;
  const holds = named && started?.holds !== false && closed?.holds !== false;
  const state = !holds ? "changed" : closed === undefined ? "open" : "holds";
  return { state, started: started?.view ?? null, closed: closed?.view ?? null };
}
