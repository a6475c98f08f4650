import "server-only";
import { webEnv } from "#kernel/process/env.ts";
import { confirmContact } from "#lib/sign-in/confirm-contact.ts";

/**
 * Handles the form of a contact's page: confirms the address and redirects back to the page, which shows the result. Needs no session, because
 * the address need not belong to a person of the portal.
 */
export async function confirmResponse(token: string): Promise<Response> {
  await confirmContact(token);
  const page = new URL(`/security-contacts/${encodeURIComponent(token)}`, webEnv().appUrl);
  return new Response(null, { status: 303, headers: { location: page.href } });
}
