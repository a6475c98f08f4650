import type { Severity } from "#kernel/alerts/severities.ts";
import type { RunReason, Verdict } from "#kernel/verification/verdict.ts";

/** What the timeline of a customer can be limited to. `all` is the default. */
export const TIMELINE_KINDS = ["all", "verifications", "actions", "alerts", "emails"] as const;
export type TimelineKind = (typeof TIMELINE_KINDS)[number];

/** One entry: one row, or several of the same kind within a minute. */
export interface TimelineEntry {
  readonly id: string;
  /** The newest of them, in milliseconds since 1970. */
  readonly at: number;
  readonly count: number;
  /** The connection, if all of them are about one. */
  readonly connection: { readonly id: string; readonly name: string } | null;
  /** How many connections they are about. */
  readonly connections: number;
  readonly what: TimelineSubject;
}

export type TimelineSubject =
  | { readonly kind: "verification"; readonly verdict: Verdict; readonly reason: RunReason }
  | { readonly kind: "action"; readonly event: string; readonly actor: string; readonly subject: string }
  | { readonly kind: "alert"; readonly severity: Severity; readonly sentence: string }
  | {
      readonly kind: "email";
      readonly about: string;
      readonly state: "sent" | "retrying" | "failed";
      readonly why: string;
      /** The first three addresses, and how many others there are. */
      readonly addresses: readonly string[];
      readonly others: number;
    };

/** A part of a timeline, newest first. */
export interface TimelineView {
  readonly kind: TimelineKind;
  readonly entries: readonly TimelineEntry[];
  /** The cursor of the part before it; null if this is the oldest. */
  readonly earlier: string | null;
  /** It begins with the newest entry. */
  readonly isNewest: boolean;
}

/** What an email was about, such as "Connection quarantined". */
const EMAIL_WORDS: Readonly<Record<string, string>> = {
  quarantine: "Connection quarantined",
  upgrade: "Request to update a role",
  claim: "Role connected elsewhere",
  rotation: "External ID rotation",
  "access-denied": "Role denies access",
  invitation: "Invitation",
  "contact-confirmation": "Confirmation of a security contact",
};

export function emailWords(kind: string): string {
  const words = kind.replaceAll("-", " ");
  return EMAIL_WORDS[kind] ?? words.charAt(0).toUpperCase() + words.slice(1);
}
