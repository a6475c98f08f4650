import "server-only";
import { notFound, unstable_rethrow } from "next/navigation";
import type { ReactNode } from "react";
import { failureOfRefusal } from "#lib/sign-in/failure-of-refusal.ts";
import { logUnexpected } from "./log-unexpected.ts";

/** Thrown to the error page, which may show only the reference. */
class PageBroke extends Error {
  override readonly name = "PageBroke";
  readonly digest: string;

  constructor(reference: string) {
    super("The page could not be rendered.");
    this.digest = reference;
  }
}

/** Renders the content of a page. A row that the database doesn't find makes the page not found; any other error is logged and shown as a reference. */
export async function pageAnswer(entryPoint: string, work: () => Promise<ReactNode>): Promise<ReactNode> {
  try {
    return await work();
  } catch (error) {
    unstable_rethrow(error);
    if (failureOfRefusal(error)?.code === "not-found") notFound();
    throw new PageBroke(logUnexpected(entryPoint, error));
  }
}
