import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "#db/in-transaction.ts";
import type { EmailAddress } from "#kernel/email-address.ts";
import type { SignInLinkHash } from "#kernel/sign-in-link.ts";

export interface NewLink {
  readonly address: EmailAddress;
  readonly id: string;
  readonly hash: SignInLinkHash;
  /** SHA-256 of the requesting browser's cookie, in hex. */
  readonly browser: string;
  readonly returnPath: string;
}

/** Stores a link and queues its mail, known address or not; false: the address has its three of ten minutes already. */
export async function insertLink(tx: Transaction, { address, id, hash, browser, returnPath }: NewLink): Promise<boolean> {
  const { rows } = await tx.execute<{ queued: boolean }>(
    sql`select request_link(${address}, ${id}, ${hash}, ${browser}, ${returnPath}) as queued`,
  );
  return rows[0]?.queued === true;
}

const Origin = z.enum(["same-browser", "other-browser"]).nullable();
/** Where a link that still works was requested, as seen from a browser; null for a link that is used, over or unknown. */
export type LinkOrigin = z.infer<typeof Origin>;

export async function selectLinkOrigin(
  tx: Transaction,
  address: EmailAddress,
  hash: SignInLinkHash,
  browser: string | null,
): Promise<LinkOrigin> {
  const { rows } = await tx.execute(sql`select link_origin(${address}, ${hash}, ${browser}) as origin`);
  return Origin.parse(rows[0]?.["origin"] ?? null);
}

const UsedLink = z.object({ identifier: z.string(), expires: z.coerce.date() });

/** Uses a link once; null when it no longer works, or is another browser's and was not confirmed. */
export async function consumeLink(
  tx: Transaction,
  link: { readonly address: EmailAddress; readonly hash: SignInLinkHash; readonly browser: string | null; readonly confirmed: boolean },
): Promise<z.infer<typeof UsedLink> | null> {
  const { rows } = await tx.execute(
    sql`select identifier, expires from use_link(${link.address}, ${link.hash}, ${link.browser}, ${link.confirmed})`,
  );
  return rows[0] ? UsedLink.parse(rows[0]) : null;
}

export interface LinkForMail {
  readonly email: string;
  readonly returnPath: string;
}

/** What the mail of a link needs, or null when nobody is to be mailed. */
export async function selectLinkForMail(tx: Transaction, linkId: string): Promise<LinkForMail | null> {
  const { rows } = await tx.execute<{ email: string; return_path: string }>(sql`select email, return_path from link_for_mail(${linkId})`);
  return rows[0] ? { email: rows[0].email, returnPath: rows[0].return_path } : null;
}

/** Deletes links that are over. Answers how many. */
export async function purgeLinks(tx: Transaction): Promise<number> {
  const { rows } = await tx.execute<{ n: string }>(sql`select purge_links() as n`);
  return Number(rows[0]?.n ?? 0);
}
