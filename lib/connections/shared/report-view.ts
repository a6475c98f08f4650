import type { RunView } from "#lib/verification/shared/run-view.ts";
import type { ConnectionView } from "./connection-view.ts";

/** What a run found, as stored. Times are ISO 8601 in UTC with milliseconds. The audit chain contains its SHA-256. */
export interface ReportEvidence {
  readonly customer: string;
  readonly connection: string;
  readonly run: string;
  readonly trigger: string;
  readonly externalIdId: string;
  readonly startedAt: string;
  readonly finishedAt: string | null;
  readonly verdict: string | null;
  readonly reason: string | null;
  readonly control: string | null;
  readonly sandbox: boolean;
  /** Missing in runs from before it was recorded, whose digests in the chain do not include it. */
  readonly templateVersionOffered?: number;
  readonly stsRegion: string | null;
  readonly sessionName: string | null;
  readonly accountId: string | null;
  readonly roleId: string | null;
  readonly logReading: Readonly<Record<string, string>>;
  /** The digest of the probes, which stays when the probes are deleted because of their age. */
  readonly probesSha256: string;
}

/** What one probe of a run found, as stored. */
export interface ProbeEvidence {
  readonly n: number;
  readonly name: string;
  /** Masked in the middle, or "left out". */
  readonly externalIdSent: string | null;
  readonly expected: string;
  readonly got: string;
  readonly code: string | null;
  readonly requestId: string | null;
  /** Milliseconds. */
  readonly ms: number | null;
  readonly at: string;
}

/** One row of the customer's audit chain. `hash` is SHA-256 over `previousHash` and the row; `epoch` is its time in seconds. */
export interface AuditRowView {
  readonly chain: string;
  readonly seq: number;
  readonly epoch: string;
  readonly event: string;
  readonly actor: string;
  readonly attributes: Readonly<Record<string, string | number>>;
  readonly previousHash: string;
  readonly hash: string;
}

/**
 * Whether the audit chain confirms a report. `holds`: the row's hash follows from the one before, and the row names the digest of
 * what is stored. `changed`: one of the two is wrong. `open`: the run is not closed, or was lost, so only its start is recorded.
 */
export interface ReportAnchor {
  readonly state: "holds" | "changed" | "open";
  readonly started: AuditRowView | null;
  readonly closed: AuditRowView | null;
}

/** A run as evidence for a third party: everything on one page and in one file. */
export interface ReportView {
  readonly connection: ConnectionView;
  readonly customerName: string;
  readonly partnerName: string;
  readonly partnerAccountIds: readonly string[];
  readonly run: RunView;
  /** The check before, to show what changed; null for the first one. */
  readonly before: RunView | null;
  /** In full, or masked in the middle once it is retired. */
  readonly externalId: string;
  readonly externalIdState: "pending" | "current" | "retiring" | "retired";
  /** Null unless the connection still has the role of this run and may be read now. */
  readonly roleArn: string | null;
  readonly evidence: ReportEvidence;
  readonly evidenceSha256: string;
  /** Null when they were deleted because of their age (`run.probesDeletedAt`). */
  readonly probes: readonly ProbeEvidence[] | null;
  readonly anchor: ReportAnchor;
}
