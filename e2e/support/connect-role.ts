import type { Page } from "playwright/test";
import { entryPointNamed } from "#e2e/isolation/entry-point-table.ts";
import { type Attempt, tryEntryPoint } from "#e2e/isolation/try-entry-point.ts";
import type { MadeRole, Sandbox } from "#stack/sandbox-client.ts";

/** A connected role, and the link with which its stack was created. */
export interface ConnectedRole extends MadeRole {
  readonly connectionId: string;
  readonly externalId: string;
  readonly link: string;
}

const CHOICES = "action app/(customer)/connections/actions.ts saveChoices";

/**
 * Connects a new role of a sandbox account as the owner whose page this is. Sends the requests of the connect page without opening it: tests of
 * that page use it itself, for all others it is only the way to a role. The page stays where it is.
 * @throws Error unless the role is verified as secure
 */
export async function connectRole(
  page: Page,
  sandbox: Sandbox,
  {
    logAccess = "browse",
    account = "222222222222",
  }: { readonly logAccess?: "browse" | "query" | "live-tail"; readonly account?: string } = {},
): Promise<ConnectedRole> {
  const { request } = page.context();
  const portal = process.env["E2E_PORTAL_URL"] ?? "http://localhost:3000";
  const send = async (name: string, attempt: Attempt): Promise<string> => {
    const { status, body } = await tryEntryPoint(request, portal, entryPointNamed(name), attempt);
    if (status !== 200 || body.includes('"ok":false')) throw new Error(`${name} answered ${status}: ${body.slice(0, 300)}`);
    return body;
  };
  const started = await send("action app/(customer)/connections/actions.ts startConnection", { objects: {} });
  const connectionId = /"value":\{"id":"([0-9a-f-]{36})"/.exec(started)?.[1] ?? "";
  const objects = { connection: connectionId };
  const choices = entryPointNamed(CHOICES).input?.["choices"] as object;
  if (logAccess !== "browse") await send(CHOICES, { objects, extra: { choices: { ...choices, logAccess } } });
  const connectPage = await send("page /connections/[id]/connect", { objects });
  const link = /href="([^"]*#\/stacks\/quickcreate[^"]*)"/.exec(connectPage)?.[1]?.replaceAll("&amp;", "&");
  const externalId = /sp-[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/.exec(connectPage)?.[0];
  if (link === undefined || externalId === undefined) throw new Error("the connect page has no quick-create link or no External ID");
  const role = await sandbox.createStack(link, account);
  const run = await send("route POST /api/connections/[id]/verification", { objects, extra: { roleArn: role.arn } });
  if (!run.includes('"verdict":"secure"')) throw new Error(`the verification did not end secure: ${run.slice(-300)}`);
  return { ...role, connectionId, externalId, link };
}
