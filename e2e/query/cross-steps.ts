import { expect, type Page } from "playwright/test";
import { run, textsOfRows } from "./query-steps.ts";

/** A query whose merged result has a calculated column. */
export const TEXT = "stats count(*) as requests, avg(ms) as mean by status";
export const complete = (page: Page, count: number) => page.getByText(`Complete in ${count} of 3 connections`, { exact: true });
/** The notice that the rows are a stored result. */
export const stored = (page: Page) => page.getByText(/Opening it ran nothing and cost nothing\./);

/** The rows, once all connections are in them: merging them takes longer than the status. */
export async function settledRows(page: Page): Promise<readonly string[]> {
  await expect(page.getByText("Partial", { exact: true })).toHaveCount(0);
  return textsOfRows(page);
}

/** Runs the query, and returns what the page shows of it. */
export async function shownOf(page: Page): Promise<readonly string[]> {
  await run(page, TEXT);
  await expect(complete(page, 2)).toBeVisible();
  await expect(page).toHaveURL(/[?&]results=[0-9a-f-]{36}%7E[0-9a-f-]{36}\*[0-9a-f-]{36}%7E[0-9a-f-]{36}[&#]/);
  return settledRows(page);
}
