import { expect, type Page } from "playwright/test";
import { ConnectPage } from "#e2e/support/connect-page.ts";
import type { MadeRole, Sandbox } from "#e2e/support/sandbox.ts";

/** From the list of connections to a proven connection; the page stands on its result. */
export async function connectedRole(page: Page, sandbox: Sandbox): Promise<MadeRole & { connectionId: string; externalId: string }> {
  const connect = await ConnectPage.open(page);
  const externalId = await connect.externalId();
  const role = await sandbox.createStack(await connect.quickCreateLink(), "222222222222");
  await connect.verify(role.arn);
  await expect(connect.result).toHaveText(/^Connected/);
  return { ...role, connectionId: connect.id, externalId };
}
