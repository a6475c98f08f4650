import { inspect } from "node:util";
import { type Sandbox, startSandbox } from "@sallyport/aws-sandbox/testing";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { CustomerActor } from "#kernel/actor.ts";
import { systemClock } from "#kernel/time/clock.ts";
import { exportAudit } from "#lib/audit/export-audit.ts";
import { recheckConnection } from "#lib/connections/checks/run-requests.ts";
import { endOf, type Portal, startPortal, trust } from "#lib/connections/testing/portal.ts";
import { eventWriter } from "#lib/logs/download/download-format.ts";
import { downloadLogEvents } from "#lib/logs/download/download-log-events.ts";
import { listLogGroups } from "#lib/logs/groups/list-log-groups.ts";
import { searchLogEvents } from "#lib/logs/search/search-log-events.ts";
import { REGION, type VerifiedConnection, verifiedConnection } from "#lib/logs/testing/verified-connection.ts";
import { openLogReader } from "./open-log-reader.ts";

const GROUP = "/app/payments/api";

let sandbox: Sandbox;
let portal: Portal;
let actor: CustomerActor;
/** Every secret that the AWS sandbox has issued. None of them may be found outside the process. */
const canaries = new Set<string>();
/** Everything that left the process or that a function returned, as text. */
const seen: string[] = [];

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, portalUrl: "http://localhost:3000" });
  const { sessions } = sandbox.state;
  const issue = sessions.issue.bind(sessions);
  sessions.issue = (session) => {
    const credentials = issue(session);
    for (const secret of [credentials.secretAccessKey, credentials.sessionToken]) canaries.add(secret);
    return credentials;
  };
  for (const stream of [process.stdout, process.stderr]) {
    const write = stream.write.bind(stream) as (...args: unknown[]) => boolean;
    vi.spyOn(stream, "write").mockImplementation((...args: unknown[]) => {
      seen.push(String(args[0]));
      return write(...args);
    });
  }
  for (const level of ["log", "error", "warn", "info"] as const) vi.spyOn(console, level).mockImplementation((...args) => void note(args));
  portal = await startPortal(sandbox);
  actor = await portal.newOwner();
});
afterAll(async () => {
  vi.restoreAllMocks();
  await portal.close();
  await sandbox.close();
});

/** Records a value both as it would be sent and as it would be printed. */
function note<T>(value: T): T {
  seen.push(inspect(value, { depth: 12, showHidden: true }));
  try {
    seen.push(JSON.stringify(value) ?? "");
  } catch (error) {
    seen.push(inspect(error));
  }
  return value;
}

async function noted<T>(parts: AsyncIterable<T>): Promise<void> {
  try {
    for await (const part of parts) note(part);
  } catch (error) {
    note(error);
  }
}

const open = async (connection: VerifiedConnection) =>
  note(await openLogReader(actor, portal.context, connection.connectionId, REGION, "search"));

async function readAll(connection: VerifiedConnection): Promise<void> {
  const opened = await open(connection);
  if (!opened.ok) return;
  const reader = opened.value;
  const [from, to] = [Date.now() - 3_600_000, Date.now()];
  note(
    await listLogGroups(reader, { connectionId: connection.connectionId, region: REGION, prefix: "", cursor: null } as never, REGION).catch(
      note,
    ),
  );
  const search = { connectionId: connection.connectionId, region: REGION, logGroup: GROUP, from, to, pattern: "", cursor: null };
  await noted(searchLogEvents(reader, search as never, systemClock));
  const writer = eventWriter("ndjson", GROUP);
  const asked = {
    customerId: actor.customerId,
    search: { region: REGION, logGroup: GROUP, from, to, pattern: "" },
    writer,
    clock: systemClock,
    signal: new AbortController().signal,
  };
  const pieces = note(await downloadLogEvents(reader, asked as never));
  if (pieces.ok) await noted(pieces.value);
}

test("no credential from AWS is in a response, a log line, an error, the audit log or any row, for any failure", async () => {
  const connection = await verifiedConnection(portal, sandbox.state.iam, actor);
  await readAll(connection);
  for (const [service, fault] of [
    ["logs", "expired-token"],
    ["logs", "5xx"],
    ["logs", "reset"],
    ["sts", "html-200"],
    ["sts", "other-role-200"],
    ["sts", "expired-token"],
  ] as const) {
    sandbox.state.faults.add({ service, fault, match: {}, times: 2 });
    await readAll(connection);
    note(await endOf(await recheckConnection(actor, portal.context, connection.connectionId)).catch(note));
    sandbox.state.faults.clear();
  }
  sandbox.state.iam.updateAssumeRolePolicy(connection.accountId, connection.roleName, trust());
  note(await endOf(await recheckConnection(actor, portal.context, connection.connectionId)).catch(note));
  await readAll(connection);

  seen.push(await portal.dump());
  await noted(exportAudit({ kind: "system", task: "cli" }));
  const text = seen.join("\n");
  expect(canaries.size).toBeGreaterThan(20);
  expect(text.length).toBeGreaterThan(10_000);
  const found = [...canaries].filter((secret) => text.includes(secret) || text.includes(encodeURIComponent(secret)));
  expect(found).toHaveLength(0);
});
