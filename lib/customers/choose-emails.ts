import { z } from "zod";
import { inTransaction } from "#db/in-transaction.ts";
import { type EmailChoiceRow, emailChoiceOf, setEmailChoice, setSessionHours, turnOffEmails } from "#db/queries/email-choices.ts";
import type { CustomerActor } from "#kernel/actor.ts";
import { EMAIL_KINDS } from "#kernel/people/email-kinds.ts";
import { type EmailChoice, readUnsubscribeToken } from "#kernel/people/unsubscribe-link.ts";
import type { Secret } from "#kernel/process/secret.ts";
import { ok, type Result } from "#kernel/result.ts";
import { SESSION_HOURS } from "./shared/customer-view.ts";

export const EmailChoiceInput = z.strictObject({ kind: z.enum(EMAIL_KINDS), wanted: z.boolean() });

/** Turns emails of a kind on or off for the person who asks, about this customer; audited if it is a change. */
export async function chooseEmails(actor: CustomerActor, { kind, wanted }: z.infer<typeof EmailChoiceInput>): Promise<Result<null>> {
  await inTransaction(actor, (tx) => setEmailChoice(tx, actor, kind, wanted));
  return ok(null);
}

export const SessionHoursInput = z.strictObject({ hours: z.literal(SESSION_HOURS) });

/**
 * Sets how long sessions of the company's people last. Existing sessions are shortened too: those that have lasted longer end at once, which
 * can be the session of the person who asks. @throws refusal `owner`
 */
export async function chooseSessionHours(actor: CustomerActor, { hours }: z.infer<typeof SessionHoursInput>): Promise<Result<null>> {
  await inTransaction(actor, (tx) => setSessionHours(tx, actor, hours));
  return ok(null);
}

const SIGN_IN = { kind: "sign-in" } as const;

/** What an unsubscribe link is about; null if the portal did not make it, or its person is no longer a member. */
export async function findUnsubscribe(
  authSecrets: readonly Secret<string>[],
  token: string,
): Promise<(EmailChoiceRow & Pick<EmailChoice, "kind">) | null> {
  const choice = readUnsubscribeToken(authSecrets, token);
  if (choice === null) return null;
  const row = await inTransaction(SIGN_IN, (tx) => emailChoiceOf(tx, choice), { readOnly: true });
  return row === null ? null : { ...row, kind: choice.kind };
}

/**
 * Turns off the emails that an unsubscribe link is about, without a sign-in; audited if it is a change. Returns false if the portal did not
 * make the link. Doing it again changes nothing.
 */
export async function unsubscribe(authSecrets: readonly Secret<string>[], token: string): Promise<boolean> {
  const choice = readUnsubscribeToken(authSecrets, token);
  if (choice === null) return false;
  await inTransaction(SIGN_IN, (tx) => turnOffEmails(tx, choice));
  return true;
}
