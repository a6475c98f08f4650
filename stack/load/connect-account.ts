import type { Sandbox } from "#stack/sandbox-client.ts";
import type { PortalClient } from "./portal-client.ts";

const CONNECTIONS = "app/(customer)/connections/actions.ts";
const ID = /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/;

/** The choices with which a role may use AWS's Live Tail on every log group. */
const LIVE_TAIL_ROLE = {
  logAccess: "live-tail",
  logGroupPrefix: "/",
  stackRegion: "eu-central-1",
  permissionsBoundaryArn: "",
  rolePath: "/sallyport/",
  allowSelfInspection: false,
};

/** Connects an account of the sandbox as a person does; returns the ID of the connection. @throws Error unless it is verified as secure */
export async function connectAccount(client: PortalClient, sandbox: Sandbox, accountId: string): Promise<string> {
  const started = await client.act({ file: CONNECTIONS, name: "startConnection" }, "/connections", {});
  const connectionId = ID.exec(started)?.[0] ?? "";
  const path = `/connections/${connectionId}/connect`;
  await client.act({ file: CONNECTIONS, name: "saveChoices" }, path, { connectionId, choices: LIVE_TAIL_ROLE });
  const link = /href="([^"]*#\/stacks\/quickcreate[^"]*)"/.exec(await client.page(path))?.[1]?.replaceAll("&amp;", "&");
  if (link === undefined) throw new Error("the connect page shows no quick-create link");
  const { arn } = await sandbox.createStack(link, accountId);
  const run = await client.post(`/api/connections/${connectionId}/verification`, { of: "role", roleArn: arn });
  if (!run.includes('"verdict":"secure"')) throw new Error(`the verification did not end secure: ${run.slice(-300)}`);
  return connectionId;
}
