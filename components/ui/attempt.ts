import { fail, type Result } from "#kernel/result.ts";

const NO_RESPONSE = "The portal did not respond. Check your network and try again. If the error repeats, reload the page.";

/**
 * Calls a server action. An exception, a portal that does not answer, or one that was redeployed since the page was
 * loaded becomes a failure with the message `noResponse`, so that a screen shows it the same way and keeps its input.
 */
export async function attempt<T>(call: () => Promise<Result<T>>, noResponse: string = NO_RESPONSE): Promise<Result<T>> {
  try {
    return await call();
  } catch (error) {
    if (isNavigation(error)) throw error;
    return fail("unavailable", noResponse);
  }
}

/** Next.js implements `redirect` and `notFound` as errors with a digest, which must not be caught. */
function isNavigation(error: unknown): boolean {
  const digest = typeof error === "object" && error !== null && "digest" in error ? error.digest : undefined;
  return typeof digest === "string" && /^NEXT_(REDIRECT|HTTP_ERROR_FALLBACK)/.test(digest);
}
