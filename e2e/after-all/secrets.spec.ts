import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { expect, test } from "playwright/test";
import { SECRET_PREFIX, TOKEN_PREFIX } from "#sandbox/aws/sts/session-keys.ts";
import { partEnvironment, superuserUrl } from "#stack/testing/running-stack.ts";
import { secretEncodings, secretsOf } from "#stack/testing/secret-encodings.ts";

/**
 * After everything else: each role session of the run had a secret and a token that begin with a mark, and each process
 * secrets of its own. None of them may be in anything that the product answered, logged or stored.
 */
const DATA = process.env["E2E_DATA"] ?? ".data";
const SECRETS = [[`a session's secret`, SECRET_PREFIX], [`a session's token`, TOKEN_PREFIX], ...ownSecrets()] as const;

test.skip(!process.env["E2E_WATCHED"], "the product that is driven was not started by the tests");

test("no secret is in any answer that the portal gave in the whole run", () => {
  const seen: { responses: number; bytes: number } = JSON.parse(readFileSync(join(DATA, "responses.json"), "utf8"));
  expect(seen.responses).toBeGreaterThan(100);
  expect(existsSync(join(DATA, "leaks.txt")) ? readFileSync(join(DATA, "leaks.txt"), "utf8") : "").toBe("");
});

test("no secret is in any log line", () => {
  const logs = readdirSync(join(DATA, "logs"));
  expect(logs).toEqual(expect.arrayContaining(["web.log", "worker.log"]));
  for (const name of logs) expect(found(readFileSync(join(DATA, "logs", name), "latin1")), name).toEqual([]);
});

test("no secret is in any row of any table", async () => {
  const database = new Client({ connectionString: superuserUrl() });
  await database.connect();
  const { rows: tables } = await database.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`,
  );
  let rows = 0;
  for (const { name } of tables) {
    const { rows: texts } = await database.query<{ text: string }>(`select t::text as text from ${name} t`);
    rows += texts.length;
    expect(found(texts.map(({ text }) => text).join("\n")), name).toEqual([]);
  }
  await database.end();
  expect(tables.length).toBeGreaterThan(20);
  expect(rows).toBeGreaterThan(100);
});

test("a secret that is planted is found, however it is written", () => {
  for (const [name, secret] of SECRETS) {
    const text = `before ${secret} after`;
    const written = [0, 1, 2].map((offset) => Buffer.from(text.slice(offset)).toString("base64"));
    for (const one of [text, Buffer.from(text).toString("hex"), Buffer.from(text).toString("hex").toUpperCase(), ...written])
      expect(found(one), one).toContain(name);
  }
  expect(found("nothing of the kind")).toEqual([]);
});

test("a server that answers a secret, in its body over two chunks or in a header, is caught by what reads along", () => {
  const folder = mkdtempSync(join(tmpdir(), "answers-"));
  const watch = new URL("../../stack/testing/watch-responses.ts", import.meta.url);
  const server = `
    const http = require("node:http");
    const server = http.createServer((request, response) => {
      if (request.url === "/header") response.setHeader("x-note", "${TOKEN_PREFIX}");
      if (request.url !== "/body") return response.end("nothing");
      response.write("before ${SECRET_PREFIX.slice(0, 5)}");
      response.end(Buffer.from("${SECRET_PREFIX.slice(5)} after"));
    });
    server.listen(0, "127.0.0.1", async () => {
      for (const path of ["/nothing", "/body", "/header"]) await (await fetch("http://127.0.0.1:" + server.address().port + path)).text();
      process.exit(0);
    });`;
  const { stderr } = spawnSync(process.execPath, [`--import=${watch.href}?${folder}`, "-e", server], { encoding: "utf8" });
  const leaks = new Set(readFileSync(join(folder, "leaks.txt"), "utf8").trim().split("\n"));
  expect([...leaks], stderr).toEqual(["a session's secret in the answer to /body", "a session's token in the answer to /header"]);
  rmSync(folder, { recursive: true });
});

/** The names of the secrets of which there is a trace. */
function found(text: string): string[] {
  return SECRETS.filter(([, secret]) => secretEncodings(secret).some((trace) => text.includes(trace))).map(([name]) => name);
}

function ownSecrets(): [string, string][] {
  return process.env["E2E_WATCHED"] ? [...secretsOf({ ...partEnvironment("command"), ...partEnvironment("web") })] : [];
}
