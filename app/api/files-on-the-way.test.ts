import { readFileSync } from "node:fs";
import { Session } from "node:inspector/promises";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import type { Sandbox } from "@sallyport/aws-sandbox/testing";
import { afterAll, expect, test, vi } from "vitest";
import { arrangeSession } from "#db/testing/arrange.ts";
import { askRaw } from "#db/testing/ask-raw.ts";
import type { CustomerActor } from "#kernel/actor.ts";
import { systemClock } from "#kernel/time/clock.ts";
import { ACME, correctTrust, type Draft, newRole, trust } from "#lib/connections/testing/portal.ts";
import { portalForFile } from "#lib/connections/testing/portal-fixture.ts";
import { type PortalWithFakeClock, startPortalWithFakeClock } from "#lib/connections/testing/portal-with-fake-clock.ts";
import { createHttpServer } from "#lib/request/http-server/http-server.ts";
import { SESSION_COOKIE } from "#lib/request/sign-in/sign-in-cookies.ts";
import { requestAtHand, serveRoute } from "#lib/request/testing/serve-route.ts";
import { APP_URL } from "#lib/request/testing/set-web-environment.ts";
import { dueChecks } from "#worker/check-due.ts";
import { repeat } from "#worker/repeat.ts";
import { POST as search } from "./connections/[id]/search/route.ts";
import { POST as verify } from "./connections/[id]/verification/route.ts";

// Replaces the Next.js request, which only a running server has.
vi.mock("server-only", () => ({}));
vi.mock("next/server", () => ({ after: () => undefined }));
vi.mock("next/headers", () => ({
  headers: async () => requestAtHand.getStore()?.headers,
  cookies: async () => ({ get: () => ({ value: requestAtHand.getStore()?.token }) }),
}));

let sandbox: Sandbox;
let portal: PortalWithFakeClock;
let owner: CustomerActor;
let draft: Draft;
let cookie: string;
let roleName: string;
let arn: string;
/** What also runs for a request that is refused right after its guards: HTTP server, guards, session, limits, the stream. */
let everyRequest: readonly string[];
const inspector = new Session();

portalForFile(async (made) => {
  ({ sandbox, portal } = made);
  Object.assign(process.env, portal.webEnvironment);
  owner = await portal.newOwner();
  draft = await portal.newDraft(owner);
  cookie = `${SESSION_COOKIE}=${(await arrangeSession(portal.db.pool("owner"), owner.userId)).token}`;
  ({ arn, roleName } = newRole(sandbox.state.iam, correctTrust(draft.externalId)));
  inspector.connect();
  await inspector.post("Debugger.enable");
  await inspector.post("Profiler.enable");
  await inspector.post("Profiler.startPreciseCoverage", { callCount: true, detailed: false });
  const refused = await filesCalled(() => post(verify, "unknown", { of: "connection" }, '"code":"not-found"'));
  everyRequest = refused.filter((file) => !file.startsWith("app/"));
}, startPortalWithFakeClock);
afterAll(() => inspector.disconnect());

/** The test runner makes a getter for each export. Reading a constant calls only that. */
const GETTER = /^\(\)\s*=>\s*\{\s*try\s*\{\s*return /;

/** The files of app, lib, db and worker of which a function was called while `work` was done. */
async function filesCalled(work: () => Promise<unknown>): Promise<readonly string[]> {
  // Taking the coverage resets the counts, so the code that ran when the modules were loaded is not in the second one.
  await inspector.post("Profiler.takePreciseCoverage");
  await work();
  const { result } = await inspector.post("Profiler.takePreciseCoverage");
  const files: string[] = [];
  for (const { url, scriptId, functions } of result) {
    const file = url.startsWith("file:") ? relative(process.cwd(), fileURLToPath(url)) : url;
    if (!/^(app|lib|db|worker)\/.*\.ts$/.test(file) || /\.test\.ts$|\/testing\//.test(file)) continue;
    const { scriptSource } = await inspector.post("Debugger.getScriptSource", { scriptId });
    const called = functions.flatMap(({ ranges }) => ranges.slice(0, 1)).filter(({ count }) => count > 0);
    if (called.some(({ startOffset, endOffset }) => !GETTER.test(scriptSource.slice(startOffset, endOffset)))) files.push(file);
  }
  return files.toSorted();
}

async function post(verb: typeof verify, id: string, body: unknown, until: string): Promise<void> {
  const server = await serveRoute(verb, { id }, createHttpServer);
  const reader = await askRaw(server.port, { method: "POST", origin: APP_URL, cookie, body });
  await reader.until(until);
  await reader.closed();
  await server.close();
}

/** A section of ARCHITECTURE.md: the number of files that it states, and the paths in its drawing. */
function drawing(title: string) {
  const section = new RegExp(`\\n## ${title}\\n([\\s\\S]*?)\\n## `).exec(readFileSync("ARCHITECTURE.md", "utf8"))?.[1] ?? "";
  const stated = Number(/\*\*(\d+) files\*\*/.exec(section)?.[1]);
  const [, code = ""] = section.split("```");
  return { stated, paths: [...new Set(code.match(/(?:app|components|db|lib|worker)\/[^\s,>;)]+\.tsx?/g) ?? [])] };
}

/** The way of a section: its components as drawn, and the other files of which code ran, without what runs for every request. */
function wayOf(title: string, called: readonly string[]) {
  const { stated, paths } = drawing(title);
  const inBrowser = paths.filter((path) => path.startsWith("components/"));
  const onServer = called.filter((file) => !everyRequest.includes(file));
  const undrawn = paths.filter((path) => !path.startsWith("components/") && !called.includes(path));
  return { stated, files: [...inBrowser, ...onServer], undrawn };
}

test("from a pasted ARN to its verdict", async () => {
  const called = await filesCalled(() => post(verify, draft.connectionId, { of: "role", roleArn: arn }, '"verdict":"secure"'));
  const { stated, files, undrawn } = wayOf("From a pasted ARN to its verdict", called);
  expect(undrawn).toEqual([]);
  expect(files.length, files.join("\n")).toBeLessThanOrEqual(stated);
});

test("the first page of logs", async () => {
  const at = { accountId: ACME, region: "eu-central-1" };
  sandbox.state.logs.createGroup(at, { logGroupName: "/app/test" });
  sandbox.state.logs.createStream(at, "/app/test", "one");
  sandbox.state.logs.putEvents(at, "/app/test", "one", [{ timestamp: Date.now() - 60_000, message: "hello" }]);
  const query = { region: at.region, logGroup: "/app/test", from: Date.now() - 3_600_000, to: Date.now(), pattern: "", cursor: null };
  const called = await filesCalled(() => post(search as typeof verify, draft.connectionId, query, "hello"));
  const { stated, files, undrawn } = wayOf("The first page of logs", called);
  expect(undrawn).toEqual([]);
  expect(files.length, files.join("\n")).toBeLessThanOrEqual(stated);
});

test("from a scheduled check to a quarantine", async () => {
  sandbox.state.iam.updateAssumeRolePolicy(ACME, roleName, trust());
  await portal.untilDue(draft.connectionId);
  const checks = dueChecks(portal.worker, portal.context);
  const stop = new AbortController();
  const called = await filesCalled(() =>
    repeat({ name: "due verifications", everyMs: 1000, clock: systemClock, signal: stop.signal }, async () => {
      await checks.turn();
      await checks.settled();
      stop.abort();
    }),
  );
  expect(await portal.row(draft.connectionId)).toMatchObject({ status: "quarantined" });
  const { stated, files, undrawn } = wayOf("From a scheduled check to a quarantine", called);
  expect(undrawn).toEqual([]);
  expect(files.length, files.join("\n")).toBeLessThanOrEqual(stated);
});
