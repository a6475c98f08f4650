import { connect, createServer, type Server, type Socket } from "node:net";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { migrate } from "#db/migrations/migrate.ts";
import { poolOf } from "#db/pools.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/test-database.ts";
import { Secret } from "#kernel/process/secret.ts";
import { closeDatabase, openCheckedDatabase, openDatabase } from "./open-database.ts";

let database: TestDatabase;
let name: string;
const servers: Server[] = [];
const sockets: Socket[] = [];
const told: { refused: string[][]; warned: string[] } = { refused: [], warned: [] };
const notices = {
  refuse: (sentences: readonly string[]) => void told.refused.push([...sentences]),
  warn: (sentence: string) => void told.warned.push(sentence),
};
const MINUTE = 60_000;

beforeAll(async () => {
  database = await createTestDatabase();
  name = new URL(database.urls.admin).pathname.slice(1);
});
afterEach(async () => {
  for (const server of servers.splice(0)) server.close();
  for (const socket of sockets.splice(0)) socket.destroy();
  await closeDatabase();
  await migrate(database.urls.owner);
  told.refused = [];
  told.warned = [];
});
afterAll(() => database.drop());

const grantTemp = (to: string) => database.pool("admin").query(`grant temp on database ${name} to ${to}`);
const secrets = (...logins: ("app" | "staff" | "worker" | "signin")[]) =>
  Object.fromEntries(logins.map((login) => [login, new Secret(database.urls[login])]));

/** A TCP server that passes each connection to `how`. */
async function portThat(how: (socket: Socket) => void): Promise<number> {
  const server = createServer((socket) => {
    sockets.push(socket);
    how(socket);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return address !== null && typeof address === "object" ? address.port : 0;
}

function through(port: number, login: "signin"): Secret<string> {
  const url = new URL(database.urls[login]);
  url.port = String(port);
  return new Secret(url.href);
}

test("roles with only the privileges that they need are used, and an outdated server is reported once", async () => {
  await openCheckedDatabase(secrets("app", "staff", "signin"), MINUTE, notices);
  expect(told.refused).toEqual([]);
  // The Postgres packages that tests use are older than the releases that docs/deploy.md requires.
  const { rows } = await poolOf("app").query<{ outdated: boolean }>(
    "select current_setting('server_version_num')::int % 10000 < case current_setting('server_version_num')::int / 10000 when 18 then 7 else 20 end as outdated",
  );
  expect(told.warned).toHaveLength(rows[0]?.outdated ? 1 : 0);
});

test("all roles with too many privileges are reported together, before anything is served, and no pool of such a role gives a connection", async () => {
  await grantTemp("sp_app, sp_signin");
  await openCheckedDatabase(secrets("app", "staff", "signin"), MINUTE, notices);
  const sentence = (role: string) =>
    `The database role ${role} may create temporary objects in database ${name}. Correct it: sallyport migrate.`;
  expect(told.refused.map((sentences) => sentences.toSorted())).toEqual([[sentence("sp_app"), sentence("sp_signin")]]);
  await expect(poolOf("signin").query("select 1")).rejects.toThrow("may create temporary objects");
  expect((await poolOf("staff").query("select 1 as n")).rows).toEqual([{ n: 1 }]);
});

test("the pool of a command gives no connection of such a role either", async () => {
  await grantTemp("public");
  openDatabase(secrets("staff"));
  await expect(poolOf("staff").query("select 1")).rejects.toThrow("The database role sp_staff may create temporary objects");
});

test("an unreachable database does not delay the start, and its roles are checked once it can be reached", async () => {
  await grantTemp("sp_signin");
  let away = true;
  const postgres = Number(new URL(database.urls.signin).port);
  const port = await portThat((socket) => {
    if (away) return void socket.destroy();
    const onward = connect(postgres, "127.0.0.1");
    for (const one of [socket, onward]) one.on("error", () => undefined);
    socket.pipe(onward).pipe(socket);
  });
  await openCheckedDatabase({ signin: through(port, "signin") }, MINUTE, notices);
  expect(told.refused).toEqual([]);
  away = false;
  await expect(poolOf("signin").query("select 1")).rejects.toThrow("may create temporary objects");
  expect(told.refused).toHaveLength(1);
});

test("a server that accepts connections and sends nothing does not delay the start either", async () => {
  let open = 0;
  const port = await portThat((socket) => {
    open += 1;
    socket.on("close", () => {
      open -= 1;
    });
    socket.on("error", () => undefined);
  });
  const silent = new Promise<void>((resolve) => servers.at(-1)?.once("connection", () => resolve()));
  await Promise.all([silent, openCheckedDatabase({ signin: through(port, "signin") }, 1, notices)]);
  expect(open).toBe(1);
  expect(told.refused).toEqual([]);
});
