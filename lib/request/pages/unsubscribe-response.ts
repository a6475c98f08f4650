import "server-only";
import { unsubscribePath } from "#kernel/people/unsubscribe-link.ts";
import { webEnv } from "#kernel/process/env.ts";
import { unsubscribe } from "#lib/customers/choose-emails.ts";
import { seeOther } from "./see-other.ts";

/** Opening the address of the `List-Unsubscribe` header changes nothing: mail scanners open it too. It redirects to the page with a button. */
export function askToConfirm(token: string): Response {
  return seeOther(unsubscribePath(token));
}

/**
 * Turns off the emails of an unsubscribe link. The token in the URL is all that is needed: an email program posts without a session and from
 * elsewhere (RFC 8058), and gets 200 or, if the portal did not make the link, 404. The form of the page gets the page again.
 */
export async function confirmResponse(request: Request, token: string): Promise<Response> {
  if (!(await unsubscribe(webEnv().authSecrets, token)))
    return textResponse(404, "This link is not valid. Sign in and open Settings, Emails, to choose which emails you get.");
  return (await isOneClick(request)) ? textResponse(200, "These emails are turned off.") : seeOther(unsubscribePath(token));
}

/** The body that an email program sends: `List-Unsubscribe=One-Click` (RFC 8058, section 3.1). */
async function isOneClick(request: Request): Promise<boolean> {
  try {
    return (await request.formData()).get("List-Unsubscribe") === "One-Click";
  } catch {
    return false;
  }
}

function textResponse(status: number, text: string): Response {
  return new Response(text, { status, headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" } });
}
