import { execFile } from "node:child_process";
import { createSecretKey } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { arrangeCustomer } from "#db/testing/arrange.ts";
import { arrangeConnection } from "#db/testing/arrange-verification.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/test-database.ts";
import { closeDatabase } from "#lib/audit/open-database.ts";
import { sealCanary } from "#lib/crypto/data-key-canary.ts";
import { setWebEnvironment } from "#lib/request/testing/set-web-environment.ts";

let database: TestDatabase;
let name: string;
beforeAll(async () => {
  database = await createTestDatabase();
  name = new URL(database.urls.admin).pathname.slice(1);
  setWebEnvironment(database.urls);
  await closeDatabase();
});
afterAll(() => database.drop());

/** Starts a process that does what Next.js does when the web process starts. */
function start(
  then = "process.exit(0)",
  more: Readonly<Record<string, string>> = {},
): Promise<{ status: number; serves: boolean; errors: unknown[] }> {
  const program = `(await import("./lib/request/http-server/behind-http-server.ts")).putHttpServerInFront("http://localhost:3000", { leadMs: 0, limitMs: 1000 }); await (await import("./instrumentation.ts")).register(); console.log("serves"); ${then}`;
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ["--input-type=module", "-e", program],
      { env: { ...process.env, NODE_ENV: "production", NEXT_RUNTIME: "nodejs", ...more } },
      (error, out) =>
        resolve({
          status: typeof error?.code === "number" ? error.code : 0,
          serves: out.includes("serves\n"),
          errors: linesOf(out).filter(({ level }) => level === "error"),
        }),
    );
  });
}

const linesOf = (out: string) => out.split("\n").flatMap((line) => (line.startsWith("{") ? [JSON.parse(line)] : []));

test("the web process does not start without the key that indexes role ARNs: one line says what to do", async () => {
  const admin = database.pool("admin");
  await admin.query("insert into arn_index_keys (current_key) values (repeat('ab', 16))");
  const refused = await start();
  await admin.query("delete from arn_index_keys");
  expect(refused).toMatchObject({ status: 78, serves: false, errors: [{ event: "bad environment" }] });
  expect(refused.errors).toMatchObject([
    {
      problem:
        "ARN_INDEX_KEY lacks the key that the database uses to index role ARNs (fingerprint abababab). Add that value after the new one, and keep it until sallyport keys check says that it can be removed.",
    },
  ]);
});

test("the web process does not start without a key with which role ARNs are encrypted: one line says what to do", async () => {
  const owner = database.pool("owner");
  await arrangeConnection(owner, await arrangeCustomer(owner), { sealedArn: "v1.lost.AAAA" });
  const canary = sealCanary({ id: "lost", key: createSecretKey(Buffer.alloc(32, 7)) });
  await database.pool("admin").query("insert into data_key_canaries values ('lost', $1)", [canary]);
  const refused = await start();
  await database.pool("admin").query("delete from data_key_canaries");
  expect(refused).toMatchObject({ status: 78, serves: false, errors: [{ event: "bad environment" }] });
  expect(refused.errors).toMatchObject([
    {
      problem:
        "DATA_KEYS lacks the key lost, with which role ARNs are encrypted. Add it after the first key, and keep it until sallyport keys rotate says that it can be removed.",
    },
  ]);
});

test("the web process does not start with a database role that has too many rights: one line names the role, the right and the command to run", async () => {
  const admin = database.pool("admin");
  await admin.query(`grant temp on database ${name} to sp_signin`);
  const refused = await start();
  await admin.query(`revoke temp on database ${name} from sp_signin`);
  expect(refused).toEqual({
    status: 78,
    serves: false,
    errors: [
      {
        time: expect.any(String),
        level: "error",
        event: "unsafe database role",
        version: expect.any(String),
        problem: `The database role sp_signin may create temporary objects in database ${name}. Correct it: sallyport migrate.`,
      },
    ],
  });
  expect(await start()).toEqual({ status: 0, serves: true, errors: [] });
});

test("a web process whose migrations are missing for too long exits with 78; until then it serves, so that its health says why", async () => {
  const admin = database.pool("admin");
  await admin.query("update installation.applied_files set file = 'later' where file = 'migrations/0007_retention.sql'");
  const refused = await start("setInterval(() => undefined, 1000)", { MIGRATIONS_WAIT_SECONDS: "0" });
  await admin.query("update installation.applied_files set file = 'migrations/0007_retention.sql' where file = 'later'");
  expect(refused).toMatchObject({ status: 78, serves: true, errors: [{ event: "migrations missing" }] });
});
