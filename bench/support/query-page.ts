import type { Browser, Page } from "playwright";
import { signIn } from "#stack/browser/sign-in.ts";
import { type Draft, makeDraft, submitDraft } from "./draft.ts";
import { MILLION } from "./million-range.ts";
import type { Stack } from "./stack.ts";

const QUERY_ACCESS = {
  logAccess: "query",
  logGroupPrefix: "/",
  stackRegion: "eu-central-1",
  permissionsBoundaryArn: "",
  rolePath: "/sallyport/",
  allowSelfInspection: false,
};

/** A new connection whose role allows queries. */
export async function queriedConnection(stack: Stack): Promise<Draft> {
  const draft = await makeDraft(stack, QUERY_ACCESS);
  await submitDraft(stack, draft);
  return draft;
}

/** The query page of a connection with the log group of a million events, ready to run a query. The log group has 100 events a minute. */
export async function queryPage(browser: Browser, stack: Stack, connectionId: string, minutes: number, query: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  await signIn(page, stack.portal.url, "owner@acme.example");
  const words = new URLSearchParams({ groups: MILLION, range: `${minutes}m`, query });
  await page.goto(`${stack.portal.url}/connections/${connectionId}/query?${words}`);
  await page.locator(".cm-editor").waitFor();
  return page;
}

export const runButton = (page: Page) => page.getByRole("button", { name: "Run query", exact: true });
