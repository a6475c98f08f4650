import { spawn } from "node:child_process";
import { once } from "node:events";
import type { Page } from "playwright/test";
import { askRaw, type RawReader } from "#db/testing/ask-raw.ts";
import { freePort } from "#db/testing/free-port.ts";
import { Reading } from "#e2e/logs/reading.ts";
import { expect, test } from "#e2e/support/portal-test.ts";
import { ConnectPage } from "#stack/browser/connect-page.ts";
import type { Sandbox } from "#stack/sandbox-client.ts";
import { partEnvironment } from "#stack/testing/running-stack.ts";
import { ENTRY_POINTS } from "./entry-point-table.ts";
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

/** A connection of this customer's whose role allows AWS's Live Tail. */
async function tailable(page: Page, sandbox: Sandbox): Promise<string> {
  const connect = await ConnectPage.open(page);
  await page.getByRole("button", { name: /^Log access/ }).click();
  await page.getByRole("option", { name: /^Live Tail/ }).click();
  await expect.poll(() => connect.quickCreateLink()).toContain("param_LogAccess=Tail");
  const role = await sandbox.createStack(await connect.quickCreateLink(), "222222222222");
  await connect.verify(role.arn);
  await expect(connect.result).toHaveText(/^Connected/);
  return connect.id;
}

/** Asks over raw sockets, which take nothing until they are told to. */
function requester(portalUrl: string, cookie: string, connectionId: string, port = Number(new URL(portalUrl).port)) {
  const ask = async (method: string, path: string, body?: unknown) => {
    const reader = await askRaw(port, { cookie, origin: portalUrl, method, path: `/api/connections/${connectionId}${path}`, body });
    readers.push(reader);
    return reader;
  };
  const words = new URLSearchParams({
    region: "eu-central-1",
    logGroup: MILLION,
    from: String(Date.now() - 500_000_000),
    to: String(Date.now()),
  });
  return { tail: () => ask("POST", "/tail", TAIL), download: () => ask("GET", `/download?${words}`) };
}

test("a member who is removed is sent nothing more, in the middle of a live tail and of files, read and unread", async ({
  as,
  customer,
  sandbox,
  portalUrl,
}) => {
  const owner = await as(customer.owner);
  const connectionId = await tailable(owner, sandbox);
  const { tail, download } = requester(portalUrl, await cookieOf(await as(customer.member)), connectionId);
  const [reads, unread, file, unreadFile] = [await tail(), await tail(), await download(), await download()];
  await Promise.all([reads.until("data: {"), file.until("\n")]);
  file.socket.pause();
  const remove = ENTRY_POINTS.find(({ name }) => name.endsWith(" removeMember"));
  if (remove === undefined) throw new Error("nothing removes a member");
  const objects = { ...absentObjects(), user: await memberOf(customer.name, customer.member) };
  expect((await tryEntryPoint(owner.context().request, portalUrl, remove, { objects })).code).toBe("ok");
  await reads.closed();
  expect(reads.text()).toMatch(/event: ended\n|"kind":"failed"/);
  for (const each of [unread, file, unreadFile]) {
    each.socket.resume();
    await each.closed();
    // The last chunk of a whole file is empty.
    if (each !== unread) expect(each.text()).not.toMatch(/\r\n0\r\n\r\n$/);
  }
});

test("who has ten open is told so where they search and download, and goes on when one is closed", async ({
  as,
  customer,
  sandbox,
  portalUrl,
}) => {
  const reading = await Reading.begin(as, customer, sandbox, portalUrl);
  await reading.searchFor({ group: MILLION });
  const { download } = requester(portalUrl, await cookieOf(reading.page), reading.role.connectionId);
  for (let n = 0; n < 10; n++) await (await download()).until("\n").then(() => readers.at(-1)?.socket.pause());
  await reading.page.getByRole("button", { name: "Download", exact: true }).click();
  const told = reading.page
    .getByRole("alert")
    .filter({ hasText: "You have 10 searches, live tails, verifications and downloads open at once" });
  await expect(told).toBeVisible();
  await told.getByRole("button", { name: "Close message" }).click();
  await reading.page.getByRole("button", { name: "Load older", exact: true }).click();
  await expect(told).toBeVisible();
  readers[0]?.socket.destroy();
  await expect(async () => {
    const coming = reading.page.waitForEvent("download", { timeout: 2000 });
    await reading.page.getByRole("button", { name: "Download", exact: true }).click();
    await (await coming).cancel();
  }).toPass();
});

test("a web process that gets SIGTERM ends its streams with `reconnect` and is gone within seconds", async ({
  as,
  customer,
  sandbox,
  portalUrl,
}) => {
  const owner = await as(customer.owner);
  const connectionId = await tailable(owner, sandbox);
  const port = await freePort();
  const web = spawn(process.execPath, [".next/standalone/server.js"], {
    env: { ...process.env, ...partEnvironment("web"), PORT: String(port) },
    stdio: "ignore",
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
    const { tail } = requester(portalUrl, await cookieOf(owner), connectionId, port);
    const [reads, unread] = [await tail(), await tail()];
    await reads.until("data: {");
    const began = Date.now();
    const ended = once(web, "exit");
    web.kill("SIGTERM");
    await reads.until("event: reconnect\ndata: {}\n\n");
    await ended;
    expect(Date.now() - began).toBeLessThan(8000);
    await unread.closed();
    // Whoever asks another process goes on.
    const again = requester(portalUrl, await cookieOf(owner), connectionId);
    await (await again.tail()).until("data: {");
  } finally {
    web.kill("SIGKILL");
  }
});
