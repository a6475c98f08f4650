import { type Browser, chromium, type Page } from "playwright";
import { findChromium } from "#stack/browser/find-chromium.ts";
import { signIn } from "#stack/browser/sign-in.ts";
import { makeDraft, submitDraft } from "./draft.ts";
import { MILLION } from "./million-range.ts";
import type { Stack } from "./stack.ts";

const MOST_CALLS = 60;

/** The ID of a new connected connection. */
export async function verifiedConnection(stack: Stack): Promise<string> {
  const draft = await makeDraft(stack);
  await submitDraft(stack, draft);
  return draft.connectionId;
}

/** Chromium of the machine or, if there is none, of Playwright. */
export function launchBrowser(): Promise<Browser> {
  const executablePath = findChromium();
  return chromium.launch(executablePath === undefined ? {} : { executablePath });
}

/** The log page of a connection with so many rows, loaded with the button Load older. @throws if they are not loaded */
export async function pageWithRows(browser: Browser, stack: Stack, connectionId: string, rows: number): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  await signIn(page, stack.portal.url, "owner@acme.example");
  // The log group has an event every 600 ms, so 100 rows in a minute.
  const minutes = Math.ceil(rows / 100);
  const words = new URLSearchParams({ group: MILLION, range: `${minutes}m` });
  await page.goto(`${stack.portal.url}/connections/${connectionId}/logs?${words}`);
  const ended = page.getByText(/^Searched (the whole range|back to [0-9A-Za-z: ]+[^…]$)/).first();
  const older = page.getByRole("button", { name: "Load older", exact: true });
  for (let call = 0; call < MOST_CALLS; call++) {
    await ended.waitFor({ timeout: 60_000 });
    const count = await rowsOf(page);
    if (count >= rows * 0.99 || (await older.count()) === 0) return checked(page, count, rows);
    await older.click();
    await page.waitForFunction((before) => Number(document.querySelector("[aria-setsize]")?.getAttribute("aria-setsize")) > before, count);
  }
  throw new Error(`${rows} rows were not loaded`);
}

async function rowsOf(page: Page): Promise<number> {
  const text = await page.locator("[aria-setsize]").first().getAttribute("aria-setsize");
  return Number(text);
}

function checked(page: Page, count: number, rows: number): Page {
  if (count < rows * 0.98) throw new Error(`only ${count} of ${rows} rows were loaded`);
  return page;
}
