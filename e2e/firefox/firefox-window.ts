import { expect } from "playwright/test";
import { type Browser, launch, type Page } from "puppeteer-core";
import { findFirefox } from "#stack/browser/find-firefox.ts";
import { type ElementKind, named } from "#stack/browser/named-elements.ts";

/** Ends only what hangs, as in the tests with Chromium. */
const PATIENCE_MS = 60_000;

/**
 * Starts Firefox without a window on the screen. It is driven over WebDriver BiDi, because Playwright can drive only a Firefox of its own build.
 * @throws Error if no Firefox is installed
 */
export async function startFirefox(downloadFolder: string): Promise<Browser> {
  const executablePath = findFirefox();
  if (executablePath === undefined) throw new Error("Install Firefox, or set FIREFOX_PATH.");
  return launch({
    browser: "firefox",
    executablePath,
    headless: true,
    defaultViewport: { width: 1280, height: 900 },
    // 2: not the user's folder, but the one that is named.
    extraPrefsFirefox: { "browser.download.folderList": 2, "browser.download.dir": downloadFolder },
  });
}

/** A tab of Firefox, in which elements are found by their names. */
export class FirefoxWindow {
  readonly page: Page;
  /** Console errors, uncaught errors and violations of the content security policy (which Firefox reports as uncaught errors). */
  readonly problems: string[] = [];

  /** Watches a tab. */
  constructor(page: Page) {
    this.page = page;
    page.setDefaultTimeout(PATIENCE_MS);
    page.on("pageerror", (error) => this.problems.push(`uncaught: ${String(error)}`));
    page.on("console", (message) => {
      if (message.type() === "error") this.problems.push(`${page.url()}: ${message.text()}`);
    });
  }

  /** Opens a tab and watches it. */
  static async open(firefox: Browser): Promise<FirefoxWindow> {
    return new FirefoxWindow(await firefox.newPage());
  }

  /** Clicks the first element of this kind and whole name, once it is visible and can be clicked. */
  async click(kind: ElementKind, name: string): Promise<void> {
    await this.clickFirst(`::-p-xpath(${named(kind, name)})`);
  }

  /** Clicks the first element that a selector of Puppeteer finds, once it is visible and can be clicked. */
  async clickFirst(selector: string): Promise<void> {
    await (await this.#enabled(selector)).click();
  }

  /** Replaces the text of a field. */
  async fill(name: string, text: string): Promise<void> {
    await (await this.#enabled(`::-p-xpath(${named("field", name)})`)).fill(text);
  }

  /**
   * The first element that a selector finds, once it is enabled. Puppeteer's own waiting for that compiles a function in the page, which the
   * content security policy prohibits.
   */
  async #enabled(selector: string) {
    const isEnabled = () => this.page.$$eval(selector, ([first]) => first !== undefined && !first.hasAttribute("disabled"));
    // A page that is being left has no elements.
    await expect.poll(() => isEnabled().catch(() => false)).toBe(true);
    return this.page.locator(selector).setWaitForEnabled(false);
  }

  /** Waits until the page shows a text that matches. */
  async see(text: RegExp): Promise<void> {
    // biome-ignore lint/performance/useDomNodeTextContent: its text content has scripts and hidden elements too
    await this.#poll(() => document.body.innerText).toMatch(text);
  }

  /** Waits until the tab is at a path that matches. */
  async at(path: RegExp): Promise<void> {
    await this.#poll(() => window.location.pathname).toMatch(path);
  }

  /** Puppeteer's own waiting compiles a function in the page, which the content security policy prohibits. */
  #poll(read: () => string) {
    // A page that is being left has nothing to read.
    return expect.poll(() => this.page.evaluate(read).catch(() => ""));
  }

  /** The texts of all elements that a CSS selector finds, one after another. */
  async text(selector: string): Promise<string> {
    return this.page.$$eval(selector, (found) => found.map(({ textContent }) => textContent).join("\n"));
  }

  /** The number of elements that a CSS selector finds. */
  async count(selector: string): Promise<number> {
    return (await this.page.$$(selector)).length;
  }
}
