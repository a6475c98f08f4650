import type { Download, Locator, Page } from "playwright/test";
import { connectedRole } from "#e2e/staff/customer-page.ts";
import { expect, type FreshCustomer } from "#e2e/support/portal-test.ts";
import type { MadeRole, Sandbox } from "#stack/sandbox-client.ts";

/** The log page of a connection, as a person meets it. */
export class Reading {
  readonly page: Page;
  readonly role: MadeRole & { readonly connectionId: string };
  readonly #portal: string;

  constructor(page: Page, portal: string, role: MadeRole & { readonly connectionId: string }) {
    this.page = page;
    this.role = role;
    this.#portal = portal;
  }

  /** Connects an account of this test alone, as the customer's owner. */
  static async begin(as: (email: string) => Promise<Page>, customer: FreshCustomer, sandbox: Sandbox, portal: string): Promise<Reading> {
    const page = await as(customer.owner);
    return new Reading(page, portal, await connectedRole(page, sandbox));
  }

  address(words: Record<string, string>): string {
    return `${this.#portal}/connections/${this.role.connectionId}/logs?${new URLSearchParams(words)}`;
  }

  async open(words: Record<string, string>): Promise<void> {
    await this.page.goto(this.address(words));
  }

  /** Opens a search, and waits until it has told how it ended. */
  async searchFor(words: Record<string, string>): Promise<void> {
    await this.open(words);
    await this.searched();
  }

  get list(): Locator {
    return this.page.getByRole("list", { name: "Log events", exact: true });
  }

  get rows(): Locator {
    return this.list.locator("[data-row]");
  }

  get search(): Locator {
    return this.page.getByRole("searchbox", { name: "Search", exact: true });
  }

  /** Waits until a search has told how it ended. */
  async searched(): Promise<void> {
    await expect(this.page.getByText(/^Searched (the whole range|back to [^…]+$)/).first()).toBeVisible();
  }

  /** Begins the download of the search in a format, by the words of its choice. */
  async download(format: "NDJSON (one JSON object per line)" | "CSV (for spreadsheets)" | "Plain text"): Promise<Download> {
    await this.page.getByRole("button", { name: "Download in another format", exact: true }).click();
    const coming = this.page.waitForEvent("download");
    await this.page.getByRole("menuitem", { name: format, exact: true }).click();
    return coming;
  }

  /** How many events the list holds. */
  async size(): Promise<number> {
    return Number(await this.list.getByRole("listitem").first().getAttribute("aria-setsize"));
  }

  /** The time of every event of the list, gone through from its beginning to its end: only what is in sight is drawn. */
  async times(): Promise<string[]> {
    const [size, seen] = [await this.size(), new Map<number, string>()];
    for (let next = 1; next <= size; next += 1) {
      if (seen.has(next)) continue;
      await this.list.evaluate((list, share) => list.scrollTo(0, list.scrollHeight * share), (next - 1) / size);
      await expect.poll(() => this.#lookAt(seen).then(() => seen.has(next))).toBe(true);
    }
    return [...seen].sort(([a], [b]) => a - b).map(([, time]) => time);
  }

  /** Notes the times that are drawn, by their place in the list. */
  async #lookAt(seen: Map<number, string>): Promise<void> {
    const items = this.list.getByRole("listitem");
    const drawn = await items.evaluateAll((all) =>
      all.map((each) => [Number(each.ariaPosInSet), each.querySelector("time")?.dateTime ?? ""] as const),
    );
    for (const [place, time] of drawn) seen.set(place, time);
  }
}
