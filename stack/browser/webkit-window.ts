import { type ElementKind, named } from "./named-elements.ts";

/** Milliseconds that only end what hangs. */
const PATIENCE_MS = 60_000;
const PAUSE_MS = 150;

/** The window of a WebKit browser, driven over WebDriver (W3C): one HTTP request for each command. */
export class WebKitWindow {
  readonly #session: string;

  private constructor(session: string) {
    this.#session = session;
  }

  /**
   * Starts the browser.
   * @param driver the URL of a running WebKitWebDriver
   * @param browser the path of the browser to start
   * @throws Error with the driver's answer
   */
  static async open(driver: string, browser: string): Promise<WebKitWindow> {
    const wanted = { acceptInsecureCerts: true, "webkitgtk:browserOptions": { binary: browser, args: ["--automation"] } };
    const session = await command<{ sessionId: string }>("POST", `${driver}/session`, { capabilities: { alwaysMatch: wanted } });
    return new WebKitWindow(`${driver}/session/${session.sessionId}`);
  }

  async close(): Promise<void> {
    await command("DELETE", this.#session);
  }

  async goTo(url: string): Promise<void> {
    await command("POST", `${this.#session}/url`, { url });
  }

  /** Runs the body of a function in the page. */
  async evaluate<T>(script: string, ...args: readonly string[]): Promise<T> {
    return command<T>("POST", `${this.#session}/execute/sync`, { script, args });
  }

  async click(kind: ElementKind, name: string): Promise<void> {
    await this.clickAt(named(kind, name));
  }

  /** Clicks the first element of an XPath, once it is there and enabled and nothing covers it. The driver itself clicks a disabled one without an error. */
  async clickAt(xpath: string): Promise<void> {
    await until(`an enabled element to click: ${xpath}`, async () => {
      const element = await this.#element(xpath);
      if (!(await command<boolean>("GET", `${element}/enabled`))) return false;
      await command("POST", `${element}/click`, {});
      return true;
    });
  }

  async type(name: string, text: string): Promise<void> {
    await until(`the field ${name}`, async () => {
      await command("POST", `${await this.#element(named("field", name))}/value`, { text });
      return true;
    });
  }

  /** Waits for the text of an element. */
  async textAt(xpath: string): Promise<string> {
    return until(xpath, async () => command<string>("GET", `${await this.#element(xpath)}/text`));
  }

  /** Waits until the page shows a text that matches. */
  async see(text: RegExp): Promise<void> {
    await until(String(text), async () => text.test(await this.evaluate("return document.body.innerText")));
  }

  /** Waits until the window is at a URL that matches. */
  async at(url: RegExp): Promise<void> {
    await until(String(url), async () => url.test(await command("GET", `${this.#session}/url`)));
  }

  async #element(xpath: string): Promise<string> {
    const found = await command<Record<string, string>>("POST", `${this.#session}/element`, { using: "xpath", value: xpath });
    return `${this.#session}/element/${Object.values(found)[0]}`;
  }
}

/** @throws Error with what the driver answered */
async function command<T>(method: string, url: string, body?: unknown): Promise<T> {
  const json = body !== undefined && { headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
  const response = await fetch(url, { method, ...json });
  const { value } = (await response.json()) as { value: T };
  if (!response.ok) throw new Error(JSON.stringify(value));
  return value;
}

/** Repeats a step until its value is true. @throws Error that names what was expected, and the last problem */
async function until<T>(what: string, step: () => Promise<T>): Promise<T> {
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    const outcome = await step().then(
      (value) => ({ value, problem: "" }),
      (error: unknown) => ({ value: undefined, problem: String(error) }),
    );
    if (outcome.value) return outcome.value;
    if (performance.now() > end) throw new Error(`not found: ${what} ${outcome.problem}`);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}
