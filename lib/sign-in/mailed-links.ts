import { createHash } from "node:crypto";
import { z } from "zod";
import { inTransaction } from "#db/in-transaction.ts";
import { consumeLink, insertLink, type LinkOrigin, purgeLinks, selectLinkOrigin } from "#db/queries/sign-in.ts";
import type { SystemActor } from "#kernel/actor.ts";
import { EmailAddress } from "#kernel/people/email-address.ts";
import { newSignInLinkKey, SignInLinkToken, signInLinkHashOf } from "#kernel/people/sign-in-link.ts";
import type { Secret } from "#kernel/process/secret.ts";

/** Identifies in the database the browser that requested a link: the SHA-256 of its cookie, in hex. */
export const BrowserHash = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .brand<"BrowserHash">();
export type BrowserHash = z.infer<typeof BrowserHash>;

export function browserHashOf(cookie: string): BrowserHash {
  return BrowserHash.parse(createHash("sha256").update(cookie).digest("hex"));
}

/** The parameters in the URL of a mailed link. */
export const MailedLink = z.object({ token: SignInLinkToken, email: EmailAddress });
export type MailedLink = z.infer<typeof MailedLink>;

const LONGEST_PATH = 2000;
const SIGN_IN = { kind: "sign-in" } as const;

/**
 * Requests a sign-in link, which the worker mails. The work is the same for every address: whether a person may sign in with it
 * is decided by the worker only, so that neither the response nor its time reveals whether an address is known. An address gets at
 * most three links in ten minutes, used ones included. Text that is not an address is ignored.
 */
export async function requestLink(
  authSecret: Secret<string>,
  { address, browser, returnPath }: { readonly address: string; readonly browser: BrowserHash; readonly returnPath: string },
): Promise<void> {
  const parsed = EmailAddress.safeParse(address);
  if (!parsed.success) return;
  const link = { address: parsed.data, browser, returnPath: returnPath.length > LONGEST_PATH ? "/" : returnPath };
  await inTransaction(SIGN_IN, (tx) => insertLink(tx, { ...link, ...newSignInLinkKey(authSecret) }));
}

/** Says whether this browser requested the link; null when the link does not work any more. Changes nothing. */
export function linkOrigin({ email, token }: MailedLink, browser: BrowserHash | null): Promise<LinkOrigin> {
  return inTransaction(SIGN_IN, (tx) => selectLinkOrigin(tx, email, signInLinkHashOf(token), browser), { readOnly: true });
}

/**
 * Uses a link once. `confirmed`: the person saw on the portal's page which account it signs in to, and confirmed it; otherwise
 * the link works only in the browser that requested it. Null when it does not work.
 */
export function redeemLink(
  { email, token }: MailedLink,
  { browser, confirmed }: { readonly browser: BrowserHash | null; readonly confirmed: boolean },
): Promise<{ readonly identifier: string; readonly expires: Date } | null> {
  return inTransaction(SIGN_IN, (tx) => consumeLink(tx, { address: email, hash: signInLinkHashOf(token), browser, confirmed }));
}

/** Deletes expired links, including those of unknown addresses. Returns how many there were. */
export function purgeOldLinks(actor: SystemActor): Promise<number> {
  return inTransaction(actor, (tx) => purgeLinks(tx));
}
