import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { CustomerId, UserId } from "#kernel/ids.ts";
import { SecretValues, withSecretFiles } from "#kernel/process/secret-values.ts";
import { isDatabaseAway } from "./database-away.ts";
import { DatabaseLogin, isLoginRejected, LoginPool } from "./database-login.ts";
import { inTransaction } from "./in-transaction.ts";
import { closePools, configurePools, type PoolName, poolOf } from "./pools.ts";
import { takeStreamSlot } from "./stream-slots.ts";
import { type PasswordServer, startPasswordServer } from "./testing/password-server.ts";

const ROLES = { app: "sp_app", staff: "sp_staff", signin: "sp_signin", worker: "sp_worker" } as const;
const VARIABLES = {
  app: "DATABASE_URL",
  staff: "DATABASE_STAFF_URL",
  signin: "DATABASE_SIGNIN_URL",
  worker: "DATABASE_WORKER_URL",
} as const;
type Name = keyof typeof ROLES;
const NAMES = Object.keys(ROLES) as Name[];

const folder = mkdtempSync(join(tmpdir(), "database-urls-"));
let server: PasswordServer;
beforeAll(async () => {
  server = await startPasswordServer();
});
afterAll(async () => {
  await closePools();
  await server.stop();
  rmSync(folder, { recursive: true });
});
beforeEach(async () => {
  for (const name of NAMES) {
    put(name, "first");
    await server.setPassword(ROLES[name], "first");
  }
  configurePools(Object.fromEntries(NAMES.map((name) => [name, fromFile(name)])));
});
afterEach(() => closePools());

const put = (name: Name, password: string) => writeFileSync(join(folder, name), `${server.url(ROLES[name], password)}\n`);
const fromFile = (name: Name) => {
  const variable = VARIABLES[name];
  return new SecretValues(() => [withSecretFiles({ [`${variable}_FILE`]: join(folder, name) })[variable] ?? ""]);
};
const whoAmI = async (name: PoolName) => (await poolOf(name).query<{ login: string }>("select current_user as login")).rows[0]?.login;
const errorOf = (promise: Promise<unknown>) => promise.then(() => undefined).catch((error: unknown) => error);

test("a password that changed in the database only is refused, and counts as a database that is away", async () => {
  await server.setPassword("sp_app", "second");
  const error = await errorOf(whoAmI("app"));
  expect(error).toMatchObject({ code: "28P01" });
  expect([isLoginRejected(error), isDatabaseAway(error)]).toEqual([true, true]);
});

test("a file that can't be read changes nothing: requests fail until it can", async () => {
  let now = 0;
  const login = new DatabaseLogin(fromFile("staff"), () => now);
  await server.setPassword("sp_staff", "second");
  rmSync(join(folder, "staff"));
  expect(await errorOf(login.open({}))).toMatchObject({ code: "28P01" });
  put("staff", "second");
  now = 1000;
  await (await login.open({})).end();
});

test("a URL that changes to another role or server keeps both until a restart, also for a connection outside the pools", async () => {
  const login = new DatabaseLogin(fromFile("staff"));
  await server.setPassword("sp_staff", "second");
  writeFileSync(join(folder, "staff"), `${server.url("sp_app", "second").replace(/:\d+\//, ":1/")}\n`);
  for (let n = 0; n < 2; n++) {
    const client = await login.open({});
    expect((await client.query("select current_user as login")).rows).toEqual([{ login: "sp_staff" }]);
    await client.end();
  }
});

test("a wrong password is sent once a second, however many requests there are, and open connections stay in use", async () => {
  const proxy = await countedPort();
  const url = server.url("sp_app").replace(/:\d+\//, `:${proxy.port}/`);
  let now = 0;
  const login = new DatabaseLogin(new SecretValues(() => [url]), () => now);
  const pool = new LoginPool(login, { max: 5 });
  const open = await pool.connect();
  await server.setPassword("sp_app", "second");
  for (let n = 0; n < 20; n++) expect(await errorOf(pool.connect())).toMatchObject({ code: "28P01" });
  expect(proxy.count()).toBe(2);
  now = 1000;
  const errors = await Promise.all(Array.from({ length: 20 }, () => errorOf(pool.connect())));
  expect(errors.every(isLoginRejected)).toBe(true);
  expect(proxy.count()).toBe(3);
  expect((await open.query("select 1 as n")).rows).toEqual([{ n: 1 }]);
  await server.setPassword("sp_app", "first");
  now = 2000;
  (await pool.connect()).release();
  open.release();
  await pool.end();
  proxy.close();
});

test("a connection that breaks within a transaction fails the transaction and does not end the process", async () => {
  const waiting = errorOf(inTransaction({ kind: "system", task: "worker" }, (tx) => tx.execute(sql`select pg_sleep(600)`)));
  const sleeping = "select 1 from pg_stat_activity where usename = 'sp_worker' and query like '%pg_sleep%'";
  await expect.poll(async () => (await server.admin.query(sleeping)).rowCount).toBe(1);
  await server.disconnect("sp_worker");
  expect(isDatabaseAway(await waiting)).toBe(true);
  expect(await whoAmI("worker")).toBe("sp_worker");
});

test("a password that changes in file and database while requests run fails none of them, in every pool and outside the pools", async () => {
  const owner = { userId: UserId.parse(crypto.randomUUID()), customerId: CustomerId.parse(crypto.randomUUID()) };
  const slot = async () => {
    const taken = await takeStreamSlot(owner, { person: 50, customer: 50 });
    expect(taken.kind).toBe("taken");
  };
  await slot();
  for (const name of NAMES) {
    expect(await whoAmI(name)).toBe(ROLES[name]);
    const requests = Array.from({ length: 40 }, () => whoAmI(name));
    put(name, "second");
    await server.setPassword(ROLES[name], "second");
    expect(new Set(await Promise.all(requests))).toEqual(new Set([ROLES[name]]));
    await server.disconnect(ROLES[name]);
    const after = await Promise.all(Array.from({ length: 40 }, () => whoAmI(name)));
    expect(new Set(after)).toEqual(new Set([ROLES[name]]));
  }
  await slot();
});

test("if the database has the new password before the file has, requests are served again once the file has it", async () => {
  await server.setPassword("sp_app", "second");
  expect(await errorOf(whoAmI("app"))).toMatchObject({ code: "28P01" });
  put("app", "second");
  await expect.poll(() => errorOf(whoAmI("app"))).toBeUndefined();
});

/** A port that passes each connection to the server, and counts them. */
async function countedPort(): Promise<{ readonly port: number; readonly count: () => number; close(): void }> {
  let count = 0;
  const proxy = createServer((socket) => {
    count += 1;
    const onward = connect(Number(new URL(server.url("sp_app")).port), "127.0.0.1");
    for (const end of [socket, onward]) end.on("error", () => undefined);
    socket.pipe(onward).pipe(socket);
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  return { port: (proxy.address() as AddressInfo).port, count: () => count, close: () => proxy.close() };
}

test("a query that fails rejects with the code of the server, and its stack names the caller; a callback gets the same error", async () => {
  const client = await new DatabaseLogin(new SecretValues(() => [server.url("sp_app")])).open({});
  const failed = await client.query("select 1 / 0").catch((error: unknown) => error);
  expect(failed).toMatchObject({ code: "22012", stack: expect.stringContaining("database-login.test.ts") });
  const called = await new Promise((resolve) => client.query("select 1 / $1::int", [0], resolve));
  expect(called).toMatchObject({ code: "22012" });
  expect((await client.query("select $1::int as n", [7])).rows).toEqual([{ n: 7 }]);
  await client.end();
});
