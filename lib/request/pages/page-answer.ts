import "server-only";
import { notFound, unstable_rethrow } from "next/navigation";
import type { ReactNode } from "react";
import { databaseAwayFailure } from "#lib/health/database-away.ts";
import { failureOfRefusal } from "#lib/sign-in/failure-of-refusal.ts";
import { logUnexpected } from "./log-unexpected.ts";
import { plainPage } from "./plain-page.ts";

/** Thrown to the error page, which may show only the reference. */
class PageBroke extends Error {
  override readonly name = "PageBroke";
  readonly digest: string;

  constructor(reference: string) {
    super("The page could not be rendered.");
    this.digest = reference;
  }
}

/**
 * Renders the content of a page. A row that the database doesn't find makes the page not found. While the database can't be reached, the page
 * says so, with the status 503. Any other error is logged and shown as a reference.
 */
export async function pageAnswer(entryPoint: string, work: () => Promise<ReactNode>): Promise<ReactNode> {
  try {
    return await work();
  } catch (error) {
    unstable_rethrow(error);
    if (failureOfRefusal(error)?.code === "not-found") notFound();
    const away = databaseAwayFailure(entryPoint, error);
    if (away !== null)
      return plainPage({
        status: 503,
        retryAfterSeconds: away.retryAfterSeconds ?? 0,
        title: "Temporarily unavailable",
        sentence: away.message,
      });
    throw new PageBroke(logUnexpected(entryPoint, error));
  }
}
