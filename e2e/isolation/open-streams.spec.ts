import { spawn } from "node:child_process";
import { once } from "node:events";
import type { Page } from "playwright/test";
import { askRaw, type RawReader } from "#db/testing/ask-raw.ts";
import { freePort } from "#db/testing/free-port.ts";
import { Reading } from "#e2e/logs/reading.ts";
import { connectRole } from "#e2e/support/connect-role.ts";
import { expect, test } from "#e2e/support/portal-test.ts";
import { PROGRAM } from "#stack/build/build-release.ts";
import { partEnvironment } from "#stack/testing/running-stack.ts";
import { entryPointNamed } from "./entry-point-table.ts";
import { absentObjects, memberOf } from "./foreign-objects.ts";
import { tryEntryPoint } from "./try-entry-point.ts";

const MILLION = "/app/scale/million";
const TAIL = { region: "eu-central-1", logGroups: [MILLION], pattern: "" };

const readers: RawReader[] = [];
test.afterEach(() => {
  for (const { socket } of readers.splice(0)) socket.destroy();
});

async function cookieOf(page: Page): Promise<string> {
  return (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
}

/** Sends requests over raw sockets, which receive data only when the test read. */
function rawClient(portalUrl: string, cookie: string, connectionId: string, port = Number(new URL(portalUrl).port)) {
  const send = async (method: string, path: string, body?: unknown) => {
    const reader = await askRaw(port, { cookie, origin: portalUrl, method, path: `/api/connections/${connectionId}${path}`, body });
    readers.push(reader);
    return reader;
  };
  const parameters = new URLSearchParams({
    region: "eu-central-1",
    logGroup: MILLION,
    from: String(Date.now() - 500_000_000),
    to: String(Date.now()),
  });
  return { tail: () => send("POST", "/tail", TAIL), download: () => send("GET", `/download?${parameters}`) };
}

test("a removed member receives no more data of open live tails and downloads, whether they read it or not", async ({
  as,
  customer,
  sandbox,
  portalUrl,
}) => {
  const owner = await as(customer.owner, null);
  const { connectionId } = await connectRole(owner, sandbox, { logAccess: "live-tail" });
  const { tail, download } = rawClient(portalUrl, await cookieOf(await as(customer.member, null)), connectionId);
  const [read, unread, file, unreadFile] = [await tail(), await tail(), await download(), await download()];
  await Promise.all([read.until("data: {"), file.until("\n")]);
  file.socket.pause();
  const remove = entryPointNamed("removeMember");
  const objects = { ...absentObjects(), user: await memberOf(customer.name, customer.member) };
  expect((await tryEntryPoint(owner.context().request, portalUrl, remove, { objects })).code).toBe("ok");
  await read.closed();
  expect(read.text()).toMatch(/event: ended\n|"kind":"failed"/);
  for (const each of [unread, file, unreadFile]) {
    each.socket.resume();
    await each.closed();
    // The last chunk of a whole file is empty.
    if (each !== unread) expect(each.text()).not.toMatch(/\r\n0\r\n\r\n$/);
  }
});

test("with ten open streams, search and download show the limit, and work again when one is closed", async ({
  as,
  customer,
  sandbox,
  portalUrl,
}) => {
  const reading = await Reading.begin(as, customer, sandbox, portalUrl);
  await reading.searchFor({ group: MILLION });
  const { download } = rawClient(portalUrl, await cookieOf(reading.page), reading.role.connectionId);
  for (let n = 0; n < 10; n++) await (await download()).until("\n").then(() => readers.at(-1)?.socket.pause());
  await reading.page.getByRole("button", { name: "Download", exact: true }).click();
  const message = reading.page
    .getByRole("alert")
    .filter({ hasText: "You have 10 searches, queries, live tails, verifications, and downloads open" });
  await expect(message).toBeVisible();
  await message.getByRole("button", { name: "Close message" }).click();
  await reading.page.getByRole("button", { name: "Load older", exact: true }).click();
  await expect(message).toBeVisible();
  readers[0]?.socket.destroy();
  await expect(async () => {
    const expected = reading.page.waitForEvent("download", { timeout: 15_000 });
    await reading.page.getByRole("button", { name: "Download", exact: true }).click();
    await (await expected).cancel();
    // Well below the 60 seconds after which a stalled reader is cut, which would also close one of the others.
  }).toPass({ timeout: 30_000 });
});

test("a web process that receives SIGTERM ends its streams with `reconnect` and exits", async ({ as, customer, sandbox, portalUrl }) => {
  const owner = await as(customer.owner, null);
  const { connectionId } = await connectRole(owner, sandbox, { logAccess: "live-tail" });
  const port = await freePort();
  const web = spawn(process.execPath, [PROGRAM, "web"], {
    env: { ...process.env, NODE_ENV: "production", ...partEnvironment("web"), PORT: String(port) },
    stdio: ["ignore", "pipe", "ignore"],
  });
  let logged = "";
  web.stdout.on("data", (text: Buffer) => {
    logged += text;
  });
  try {
    await expect
      .poll(() =>
        fetch(`http://localhost:${port}/api/health/ready`).then(
          ({ status }) => status,
          () => 0,
        ),
      )
      .toBe(200);
    const { tail } = rawClient(portalUrl, await cookieOf(owner), connectionId, port);
    const [read, unread] = [await tail(), await tail()];
    await read.until("data: {");
    const ended = once(web, "close");
    web.kill("SIGTERM");
    await read.until("event: reconnect\ndata: {}\n\n");
    expect(await ended).toEqual([0, null]);
    // A process that has to cut its connections exits with 0, too, and says so.
    expect(logged).not.toContain("stopped with open requests");
    await unread.closed();
    // The same request to another process continues to work.
    const again = rawClient(portalUrl, await cookieOf(owner), connectionId);
    await (await again.tail()).until("data: {");
  } finally {
    web.kill("SIGKILL");
  }
});
