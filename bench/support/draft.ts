import { CONNECTIONS } from "./portal.ts";
import type { Stack } from "./stack.ts";

/** A draft, and the role that was created for it with the portal's quick-create link. */
export interface Draft {
  readonly connectionId: string;
  readonly externalId: string;
  readonly roleArn: string;
  /** The path of the page that connects it. */
  readonly path: string;
}

const ACCOUNT = "222222222222";

/** Starts a connection with these choices and creates its role in the sandbox with the link on the page. */
export async function makeDraft({ portal, sandbox }: Stack, choices?: Readonly<Record<string, unknown>>): Promise<Draft> {
  const started = await portal.act({ file: CONNECTIONS, name: "startConnection" }, "/connections", {});
  const connectionId = /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/.exec(started)?.[0];
  if (connectionId === undefined) throw new Error(`no connection was started: ${started.slice(0, 300)}`);
  const path = `/connections/${connectionId}/connect`;
  if (choices !== undefined) await portal.act({ file: CONNECTIONS, name: "saveChoices" }, path, { connectionId, choices });
  const page = await portal.page(path);
  const link = /href="([^"]*#\/stacks\/quickcreate[^"]*)"/.exec(page)?.[1]?.replaceAll("&amp;", "&");
  const externalId = /sp-[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/.exec(page)?.[0];
  if (link === undefined || externalId === undefined) throw new Error("the connect page shows no quick-create link");
  const { arn } = await sandbox.createStack(link, ACCOUNT);
  return { connectionId, externalId, roleArn: arn, path };
}

/** Milliseconds from submitting the draft's ARN to the verdict. @throws unless the verdict is secure */
export async function submitDraft({ portal }: Stack, { connectionId, roleArn }: Draft): Promise<number> {
  const { ms, body } = await portal.stream(`/api/connections/${connectionId}/verification`, { of: "role", roleArn }, '"kind":"closed"');
  if (!body.includes('"verdict":"secure"')) throw new Error(`the run did not end secure: ${body.slice(-600)}`);
  return ms;
}
