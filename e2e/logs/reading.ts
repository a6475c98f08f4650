import type { Download, Locator, Page } from "playwright/test";
import { connectRole } from "#e2e/support/connect-role.ts";
import { expect, type FreshCustomer } from "#e2e/support/portal-test.ts";
import type { MadeRole, Sandbox } from "#stack/sandbox-client.ts";

interface Row {
  readonly time: string;
  readonly text: string;
}

/** The logs page of a connection. */
export class Reading {
  readonly page: Page;
  readonly role: MadeRole & { readonly connectionId: string };
  readonly #portal: string;

  constructor(page: Page, portal: string, role: MadeRole & { readonly connectionId: string }) {
    this.page = page;
    this.role = role;
    this.#portal = portal;
  }

  /** Connects an account for one test, as the customer's owner. */
  static async begin(
    as: (email: string, url: null) => Promise<Page>,
    customer: FreshCustomer,
    sandbox: Sandbox,
    portal: string,
  ): Promise<Reading> {
    const page = await as(customer.owner, null);
    return new Reading(page, portal, await connectRole(page, sandbox));
  }

  address(parameters: Record<string, string>): string {
    return `${this.#portal}/connections/${this.role.connectionId}/logs?${new URLSearchParams(parameters)}`;
  }

  async open(parameters: Record<string, string>): Promise<void> {
    await this.page.goto(this.address(parameters));
  }

  /** Opens a search and waits until it has ended. */
  async searchFor(parameters: Record<string, string>): Promise<void> {
    await this.open(parameters);
    await this.searched();
  }

  get list(): Locator {
    return this.page.getByRole("list", { name: "Log events", exact: true });
  }

  get rows(): Locator {
    return this.list.locator("[data-row]");
  }

  /** Moves the keyboard focus to the first row. A row that is not measured yet is hidden and takes no focus, so this repeats. */
  async focusFirst(): Promise<void> {
    await expect(async () => {
      await this.rows.first().focus();
      await expect(this.rows.first()).toBeFocused({ timeout: 500 });
    }).toPass();
  }

  get search(): Locator {
    return this.page.getByRole("searchbox", { name: "Search", exact: true });
  }

  /** Waits until the search has ended. */
  async searched(): Promise<void> {
    await expect(this.page.getByText(/^Searched (the whole range|back to [^…]+$)/).first()).toBeVisible();
  }

  /** Starts a download of the search in this format. */
  async download(format: "NDJSON (one JSON object per line)" | "CSV (for spreadsheets)" | "Plain text"): Promise<Download> {
    await this.page.getByRole("button", { name: "Download in another format", exact: true }).click();
    const download = this.page.waitForEvent("download");
    await this.page.getByRole("menuitem", { name: format, exact: true }).click();
    return download;
  }

  /** The number of events in the list. */
  async size(): Promise<number> {
    return Number(await this.list.getByRole("listitem").first().getAttribute("aria-setsize"));
  }

  /** The time of every event in the list. */
  async times(): Promise<string[]> {
    return (await this.#allRows()).map(({ time }) => time);
  }

  /** The text of every event in the list. */
  async texts(): Promise<string[]> {
    return (await this.#allRows()).map(({ text }) => text);
  }

  /** Scrolls through the list, because only visible rows are rendered. */
  async #allRows(): Promise<readonly Row[]> {
    const [size, seen] = [await this.size(), new Map<number, Row>()];
    for (let next = 1; next <= size; next += 1) {
      if (seen.has(next)) continue;
      await this.list.evaluate((list, share) => list.scrollTo(0, list.scrollHeight * share), (next - 1) / size);
      await expect.poll(() => this.#readRows(seen).then(() => seen.has(next))).toBe(true);
    }
    return [...seen].sort(([a], [b]) => a - b).map(([, row]) => row);
  }

  /** Adds the rendered rows by their position in the list. */
  async #readRows(seen: Map<number, Row>): Promise<void> {
    const items = this.list.getByRole("listitem");
    const rendered = await items.evaluateAll((all) =>
      all.map((each) => {
        const row = { time: each.querySelector("time")?.dateTime ?? "", text: each.textContent ?? "" };
        return [Number(each.ariaPosInSet), row] as const;
      }),
    );
    for (const [position, row] of rendered) seen.set(position, row);
  }
}
