/** Where the browser goes next, or null when the portal could not be reached. */
export type NextAddress = string | null;

/**
 * Posts to one of the sign-in service's addresses (`signin/oidc`, `signin/email`, `signout`) with its anti-forgery token.
 * Small on purpose: the sign-in page ships no client library for it.
 */
export async function postToSignIn(address: string, fields: Readonly<Record<string, string>>): Promise<NextAddress> {
  try {
    const csrf = (await (await fetch("/api/auth/csrf")).json()) as { csrfToken: string };
    const body = new URLSearchParams({ ...fields, csrfToken: csrf.csrfToken, json: "true" });
    const answer = await fetch(`/api/auth/${address}`, { method: "POST", body });
    const { url } = (await answer.json()) as { url?: string };
    return url ?? null;
  } catch {
    return null;
  }
}
