import { countText } from "#components/ui/count-text.ts";
import type { ActionKind } from "#kernel/staff-action.ts";
import { ACTIONS, type ActionPreview } from "#lib/staff/shared/action-view.ts";

/** What the items of an action are. */
export const nounsOf = (kind: ActionKind) =>
  ACTIONS[kind].of === "connections" ? (["connection", "connections"] as const) : (["customer", "customers"] as const);

/** What will happen to so many items of each kind of action. */
const OUTCOMES: Readonly<Record<ActionKind, (touched: number) => string>> = {
  verify: (touched) => `${countText(touched, "connection")} will be verified`,
  rotate: (touched) => `${countText(touched, "External ID")} will be rotated`,
  upgrade: (touched) => `Owners of ${countText(touched, "connection")} will be asked to update the role`,
  suspend: (touched) => `${countText(touched, "customer")} will be suspended`,
  resume: (touched) => `${countText(touched, "customer")} will be resumed`,
  resend: (touched) => `${countText(touched, "invitation")} will be resent`,
  tag: (touched) => `The tag will be added to ${countText(touched, "customer")}`,
  untag: (touched) => `The tag will be removed from ${countText(touched, "customer")}`,
};

/** What an action will do and what it leaves out: "12 invitations will be resent; 2 customers will be skipped." */
export function outcomeText({ kind, touched, skipped }: Pick<ActionPreview, "kind" | "touched" | "skipped">): string {
  const [one, many] = nounsOf(kind);
  return `${OUTCOMES[kind](touched)}; ${skipped === 0 ? `no ${many}` : countText(skipped, one, many)} will be skipped.`;
}

/** How long an action takes, and what can make it longer. */
export function durationText({ seconds, others }: ActionPreview): string {
  const time = seconds < 60 ? "Less than a minute" : `About ${countText(Math.ceil(seconds / 60), "minute")}`;
  return others === 0 ? time : `${time}. Longer while ${countText(others, "other action is", "other actions are")} in progress.`;
}

/** What an action uses of AWS. */
export function costText({ kind, stsCalls, touched }: ActionPreview): string {
  if (kind === "verify")
    return `About ${stsCalls.toLocaleString("en")} STS calls by the portal, at most 15 verifications at the same time. No cost to customers.`;
  if (kind === "rotate")
    return `${countText(touched, "new External ID")}. Log access continues with the current ones until the roles are updated.`;
  if (kind === "suspend")
    return "No AWS calls. Log access of each customer stops as soon as it is suspended. A long list takes a few minutes.";
  if (kind === "resume") return "Connections without a successful verification in the last 24 hours are verified before the next log read.";
  return "No AWS calls.";
}

/** Which emails an action sends. */
export function emailText({ kind, emails, touched }: ActionPreview): string {
  if (kind === "verify") return "Only if a connection is quarantined or its status changes to Access denied";
  if (kind === "rotate" || kind === "upgrade")
    return `${countText(emails, "email")}, one to each owner for each connection, except owners who turned these emails off`;
  if (kind === "resend" && emails < touched)
    return `${countText(emails, "email")}: you can send only ${emails.toLocaleString("en")} more of your 100 invitations in 24 hours. The others fail.`;
  if (kind === "resend") return `${countText(emails, "email")} with a new single-use link; the earlier links stop working`;
  return "None";
}
