import "server-only";
import { seeOther } from "#lib/request/pages/see-other.ts";
import { confirmContact } from "#lib/sign-in/confirm-contact.ts";

/**
 * Handles the form of a contact's page: confirms the address and redirects back to the page, which shows the result. Needs no session, because
 * the address need not belong to a person of the portal.
 */
export async function confirmResponse(token: string): Promise<Response> {
  await confirmContact(token);
  return seeOther(`/security-contacts/${encodeURIComponent(token)}`);
}
