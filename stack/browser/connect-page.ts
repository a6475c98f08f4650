import { expect, type Page } from "playwright/test";

/** The connect page of a new draft connection. */
export class ConnectPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Clicks the button on the list of connections and waits for the connect page. */
  static async open(page: Page): Promise<ConnectPage> {
    await page.getByRole("button", { name: "Connect an AWS account", exact: true }).first().click();
    await page.waitForURL(/\/connections\/[0-9a-f-]{36}\/connect$/);
    return new ConnectPage(page);
  }

  get id(): string {
    return /connections\/([0-9a-f-]{36})/.exec(this.page.url())?.[1] ?? "";
  }

  get result() {
    return this.page.getByRole("status").filter({ hasText: /^(Connected|Not secure|Access denied|Inconclusive|Waiting for AWS)/ });
  }

  get probes() {
    return this.page.getByRole("list", { name: "Probes", exact: true }).getByRole("listitem");
  }

  async externalId(): Promise<string> {
    const text = await this.page
      .getByText(/^sp-[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
      .first()
      .textContent();
    return text ?? "";
  }

  async quickCreateLink(): Promise<string> {
    return (await this.page.getByRole("link", { name: "Create the role in AWS", exact: true }).getAttribute("href")) ?? "";
  }

  async verify(arn: string): Promise<void> {
    await this.page.getByRole("textbox", { name: "Role ARN", exact: true }).fill(arn);
    await this.page.getByRole("button", { name: "Verify", exact: true }).click();
  }

  /** Expects an error at the role ARN field. */
  async fieldError(sentence: RegExp): Promise<void> {
    await expect(this.page.getByText(sentence).first()).toBeVisible();
    await expect(this.page.getByRole("textbox", { name: "Role ARN", exact: true })).toHaveAttribute("aria-invalid", "true");
  }
}
