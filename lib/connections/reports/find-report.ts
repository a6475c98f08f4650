import { refusalOf } from "#db/database-refusal.ts";
import { inTransaction, type Transaction } from "#db/in-transaction.ts";
import { type ChainLink, chainLinks, linksOfRun } from "#db/queries/audit.ts";
import { openForRead } from "#db/queries/connections-open.ts";
import { type ConnectionRow, findConnection } from "#db/queries/connections-read.ts";
import { externalIdOfRun, findRun, findRunBefore } from "#db/queries/runs-read.ts";
import type { CustomerActor } from "#kernel/actor.ts";
import { ConnectionId, type RunId } from "#kernel/ids.ts";
import { nameOfSender } from "#kernel/people/email-address.ts";
import { NOT_FOUND, ok, type Result } from "#kernel/result.ts";
import { CHAIN_START, type ChainEnd, walkChain } from "#lib/audit/audit-chain.ts";
import { contentDigest } from "#lib/audit/record-audit.ts";
import type { AppContext } from "#lib/connections/app-context.ts";
import { viewOfRun } from "#lib/connections/checks/find-run-state.ts";
import { authenticRun, isAuthenticForRead, probeEvidence, reportEvidence } from "#lib/connections/evidence/evidence-mac.ts";
import type { AuditRowView, ReportAnchor, ReportView } from "#lib/connections/shared/report-view.ts";
import { toConnectionView } from "#lib/connections/views/to-connection-view.ts";
import { isSameArn, openSealedRoleArn } from "#lib/crypto/seal-role-arn.ts";
import { maskedId } from "#lib/verification/engine/probe.ts";

/** A run of a connection as evidence, with its rows of the audit chain. Reports of a removed connection stay readable. */
export async function findReport(
  actor: CustomerActor,
  context: AppContext,
  connectionId: ConnectionId,
  runId: RunId,
): Promise<Result<ReportView>> {
  const { env } = context;
  const found = await inTransaction(actor, (tx) => findInside(tx, actor, context, connectionId, runId), { readOnly: true });
  if (found === undefined) return NOT_FOUND;
  return ok({
    ...found.report,
    connection: toConnectionView(context, found.row),
    customerName: found.row.customerName,
    partnerName: nameOfSender(env.mailFrom),
    partnerAccountIds: env.partnerAccountIds,
    roleArn: await roleArnOf(actor, context, found.row, found.arnHmac),
  });
}

async function findInside(tx: Transaction, actor: CustomerActor, context: AppContext, connectionId: ConnectionId, runId: RunId) {
  const { customerId } = actor;
  const ring = context.env.dataKeys;
  const row = await findConnection(tx, customerId, connectionId);
  const rows = await anchorRowsOf(tx, customerId, runId);
  const found = await findRun(tx, customerId, runId);
  if (row === undefined || found?.run.connectionId !== connectionId) return undefined;
  const stored = authenticRun(actor, ring, found);
  const earlier = await findRunBefore(tx, stored.run);
  const before = earlier && authenticRun(actor, ring, earlier);
  const externalId = await externalIdOfRun(tx, stored.run);
  const evidence = reportEvidence(stored);
  const evidenceSha256 = contentDigest(evidence);
  return {
    row,
    arnHmac: stored.run.arnHmac,
    report: {
      run: await viewOfRun(tx, context, stored),
      before: before ? await viewOfRun(tx, context, before) : null,
      externalId: externalId.state === "retired" ? maskedId(externalId.value) : externalId.value,
      externalIdState: externalId.state,
      evidence,
      evidenceSha256,
      probes: probeEvidence(stored),
      anchor: anchorOf(rows, evidenceSha256),
    },
  };
}

/** The ARN of the run's role, while the connection is connected with it. A run itself stores only the HMAC of its ARN. */
async function roleArnOf(actor: CustomerActor, { env }: AppContext, row: ConnectionRow, arnHmac: string): Promise<string | null> {
  const { customerId } = actor;
  try {
    const connectionId = ConnectionId.parse(row.id);
    const opened = await openForRead(actor, connectionId, env.sandbox);
    if (!isAuthenticForRead(env.dataKeys, customerId, connectionId, opened)) return null;
    const place = { table: "connections", customerId, connectionId, externalId: opened.external_id } as const;
    const roleArn = openSealedRoleArn(env.dataKeys, place, opened.role_arn);
    return isSameArn(env.arnIndexKeys, roleArn, arnHmac) ? roleArn : null;
  } catch (error) {
    if (refusalOf(error)?.kind === "not-found") return null;
    throw error;
  }
}

/**
 * A report as a file for an auditor. `evidence` and `probes` are what was stored, `audit` its rows of the audit chain; the rest describes the
 * connection. It never contains credentials or another customer's External ID.
 */
export function reportFile(view: ReportView): object {
  const { connection, run, evidence, evidenceSha256, probes, anchor } = view;
  return {
    format: "sallyport-report-1",
    customer: view.customerName,
    connection: connection.name,
    partner: { name: view.partnerName, accountIds: view.partnerAccountIds },
    externalId: view.externalId,
    externalIdState: view.externalIdState,
    roleArn: view.roleArn,
    requestedBy: run.requestedBy,
    result: run.words && { title: run.words.title, sentences: run.words.sentences, warning: run.words.warning },
    evidence,
    evidenceSha256,
    probes,
    probesDeletedAt: run.probesDeletedAt === null ? null : new Date(run.probesDeletedAt).toISOString(),
    audit: { state: anchor.state, started: anchor.started, closed: anchor.closed },
    toCheck: [
      "jq -jcS .evidence FILE | sha256sum prints evidenceSha256, which must equal audit.closed.attributes.report.",
      ...(probes === null ? [] : ["jq -jcS .probes FILE | sha256sum prints evidence.probesSha256."]),
      "The partner runs sallyport audit verify --report FILE to check that the audit chain still contains these rows.",
      "Your CloudTrail records each allowed probe as AssumeRole with evidence.sessionName. AWS doesn’t record denied probes in your account.",
    ],
  };
}

interface Anchored {
  readonly view: AuditRowView;
  readonly holds: boolean;
}

/** The rows that a run left in its customer's audit chain, each with whether its hash follows from the row before. */
interface AnchorRows {
  readonly started: Anchored | undefined;
  readonly closed: Anchored | undefined;
}

/** Must be read before the run itself: if the chain then shows the run as closed, its rows are closed too. */
async function anchorRowsOf(tx: Transaction, chain: string, runId: string): Promise<AnchorRows> {
  const links = await linksOfRun(tx, chain, runId);
  const row = (event: string) => links.find((link) => link.event === event);
  return { started: await anchored(tx, row("run.started")), closed: await anchored(tx, row("run.closed")) };
}

async function anchored(tx: Transaction, link: ChainLink | undefined): Promise<Anchored | undefined> {
  if (link === undefined) return undefined;
  const [before] = link.seq === 1 ? [] : await chainLinks(tx, link.chain, link.seq - 2, 1);
  const from: ChainEnd = before ?? CHAIN_START;
  const view = { ...link, previousHash: from.hash.toString("hex"), hash: link.hash.toString("hex") };
  return { view, holds: walkChain([link], from).kind === "holds" };
}

/** Whether the audit rows match a report whose stored facts have this digest. */
function anchorOf({ started, closed }: AnchorRows, digest: string): ReportAnchor {
  const named = closed === undefined || closed.view.attributes["report"] === digest;
  const holds = named && started?.holds !== false && closed?.holds !== false;
  const state = !holds ? "changed" : closed === undefined ? "open" : "holds";
  return { state, started: started?.view ?? null, closed: closed?.view ?? null };
}
