import { fail, type Result } from "#kernel/result.ts";

/**
 * Calls a server action from a screen. What an action throws, or a portal that doesn't answer or has been renewed
 * meanwhile, becomes a failure like any other, so that a screen has one way to show them and loses nothing typed.
 */
export async function attempt<T>(call: () => Promise<Result<T>>): Promise<Result<T>> {
  try {
    return await call();
  } catch (error) {
    if (isNavigation(error)) throw error;
    return fail("unavailable", "The portal did not respond. Check your network and try again. If the error repeats, reload the page.");
  }
}

/** Next's redirect and notFound travel as errors with a digest and must not be caught. */
function isNavigation(error: unknown): boolean {
  const digest = typeof error === "object" && error !== null && "digest" in error ? error.digest : undefined;
  return typeof digest === "string" && /^NEXT_(REDIRECT|HTTP_ERROR_FALLBACK)/.test(digest);
}
