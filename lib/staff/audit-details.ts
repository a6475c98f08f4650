import type { StaffAuditRow } from "#db/queries/audit.ts";
import { RUN_REASON_WORDS, type RunReason } from "#kernel/verification/verdict.ts";
import { exportedFilterText } from "#lib/staff/lists/exported-filter.ts";
import { ACTIONS } from "#lib/staff/shared/action-view.ts";
import { RUN_VERDICT_LABELS } from "#lib/staff/shared/people-view.ts";
import { ROTATION_REASONS, SUSPENSION_REASONS } from "#lib/staff/shared/staff-requests.ts";

/** Audit attributes that mean something to a person; the others (run, invitation, grant …) are IDs for programs. */
export const SPOKEN_ATTRIBUTES = "role reason verdict minutes hours kind entry times list format result added removed severities".split(
  " ",
);

/**
 * What staff may read of an attribute: a word or a number. An attribute can also be the unique ID of an IAM role (`role` of `logs.answered`) or
 * the name of a role session, which staff may not see, or an ID for programs.
 */
const SPOKEN_VALUE = /^(?!sp-)(?:[a-z][a-z_-]{0,39}|[0-9]{1,9})$/;
const REASONS: readonly { readonly id: string; readonly label: string }[] = [...SUSPENSION_REASONS, ...ROTATION_REASONS];
const ACTION_NAMES: ReadonlyMap<string, string> = new Map(Object.entries(ACTIONS).map(([kind, { menu }]) => [kind, menu]));
const VERDICT_WORDS: Readonly<Record<string, string>> = RUN_VERDICT_LABELS;

/** The words and numbers of an audit event that staff may read, in plain words. */
export function auditDetails(row: StaffAuditRow): readonly string[] {
  return [...SPOKEN_ATTRIBUTES.map((key) => spoken(row, key)), exportedFilterText(row.attributes)];
}

const ROLE_WORDS: Readonly<Record<string, string>> = { member: "a member", owner: "an owner", operator: "an operator", admin: "an admin" };

function spoken({ event, attributes }: StaffAuditRow, key: string): string {
  const value = auditText(attributes, key);
  const word = SPOKEN_VALUE.test(value) ? value : "";
  if (event === "run.started" && key === "reason") return whyStarted(word);
  // Staff choose these from lists, whose texts say more than the stored words.
  if (key === "reason") return lowerFirst(REASONS.find(({ id }) => id === word)?.label ?? word.replaceAll(/[-_]/g, " "));
  if (key === "kind") return lowerFirst(ACTION_NAMES.get(word) ?? word.replaceAll(/[-_]/g, " "));
  if (key === "verdict") return lowerFirst(VERDICT_WORDS[word] ?? word);
  // `role` is a person's role in the portal.
  if (key === "role" && word !== "") return `as ${ROLE_WORDS[word] ?? word}`;
  // Denied calls are counted and written as one row.
  if (key === "times" && word !== "") return `${word} times`;
  const around = NUMBER_WORDS[key];
  // "0 removed" says nothing; that a person chose no severity does.
  if (around !== undefined) return word === "" || (word === "0" && key !== "severities") ? "" : `${around[0]}${word}${around[1]}`;
  return word.replaceAll(/[-_]/g, " ");
}

/** What is written before and after a number. */
const NUMBER_WORDS: Readonly<Record<string, readonly [string, string]>> = {
  minutes: ["for ", " min"],
  hours: ["for ", " h"],
  added: ["", " added"],
  removed: ["", " removed"],
  severities: ["severities: ", ""],
};

/** The reason of a run, which continues the sentence of its row; the reasons of all other events are stored in plain words. */
function whyStarted(reason: string): string {
  const words = Object.hasOwn(RUN_REASON_WORDS, reason) ? RUN_REASON_WORDS[reason as RunReason] : reason;
  return lowerFirst(words);
}

const lowerFirst = (words: string) => words.charAt(0).toLowerCase() + words.slice(1);

/** An attribute as text; empty if the event does not have it. */
export function auditText(attributes: StaffAuditRow["attributes"], key: string): string {
  const value = attributes[key];
  return value === undefined ? "" : String(value);
}
