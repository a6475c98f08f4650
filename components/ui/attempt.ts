import { unstable_isUnrecognizedActionError } from "next/navigation";
import { announceNewVersion } from "#components/new-version/known-version.ts";
import { fail, type Result } from "#kernel/result.ts";

const NO_RESPONSE = "The portal did not respond. Check your network and try again. If the error repeats, reload the page.";
/** The portal's process belongs to another build than the page, and does not know the page's actions. Nothing was called. */
const OTHER_BUILD = "A new version of the portal is available, so nothing was changed. Reload the page, then try again. Your text is kept.";

/**
 * Calls a server action. An exception or a portal that does not answer becomes a failure with the message `noResponse`, so that a
 * screen shows it the same way and keeps its input. An action that the portal does not recognize, because it was upgraded since the page
 * was loaded, becomes a failure that says so, and the page offers to reload.
 */
export async function attempt<T>(call: () => Promise<Result<T>>, noResponse: string = NO_RESPONSE): Promise<Result<T>> {
  try {
    return await call();
  } catch (error) {
    if (isNavigation(error)) throw error;
    if (unstable_isUnrecognizedActionError(error)) {
      announceNewVersion();
      return fail("unavailable", OTHER_BUILD);
    }
    return fail("unavailable", noResponse);
  }
}

/** Next.js implements `redirect` and `notFound` as errors with a digest, which must not be caught. */
function isNavigation(error: unknown): boolean {
  const digest = typeof error === "object" && error !== null && "digest" in error ? error.digest : undefined;
  return typeof digest === "string" && /^NEXT_(REDIRECT|HTTP_ERROR_FALLBACK)/.test(digest);
}
