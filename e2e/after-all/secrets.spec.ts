import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SECRET_PREFIX, TOKEN_PREFIX } from "@sallyport/aws-sandbox/session-secrets";
import { Client } from "pg";
import { expect, test } from "playwright/test";
import { partEnvironment, superuserUrl } from "#stack/testing/running-stack.ts";
import { secretEncodings, secretsOf } from "#stack/testing/secret-encodings.ts";

/**
 * Runs after all other tests. The secret keys and tokens of the sandbox's role sessions begin with a known mark, and each process has secrets of
 * its own. None of them may be in a response, a log or the database.
 */
const DATA = process.env["E2E_DATA"] ?? ".data";
const SECRETS = [
  ["the secret key of a role session", SECRET_PREFIX],
  ["the token of a role session", TOKEN_PREFIX],
  ...ownSecrets(),
] as const;

test.skip(!process.env["E2E_WATCHED"], "the tests did not start this product");

test("no response of the portal in the whole run contains a secret", () => {
  const seen: { responses: number; bytes: number } = JSON.parse(readFileSync(join(DATA, "responses.json"), "utf8"));
  expect(seen.responses).toBeGreaterThan(100);
  expect(existsSync(join(DATA, "leaks.txt")) ? readFileSync(join(DATA, "leaks.txt"), "utf8") : "").toBe("");
});

test("no log contains a secret", () => {
  const logs = readdirSync(join(DATA, "logs"));
  expect(logs).toEqual(expect.arrayContaining(["web.log", "worker.log"]));
  for (const name of logs) expect(secretsIn(readFileSync(join(DATA, "logs", name), "latin1")), name).toEqual([]);
});

test("no row of any table contains a secret", async () => {
  const database = new Client({ connectionString: superuserUrl() });
  await database.connect();
  const { rows: tables } = await database.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`,
  );
  let rows = 0;
  for (const { name } of tables) {
    const { rows: texts } = await database.query<{ text: string }>(`select t::text as text from ${name} t`);
    rows += texts.length;
    expect(secretsIn(texts.map(({ text }) => text).join("\n")), name).toEqual([]);
  }
  await database.end();
  expect(tables.length).toBeGreaterThan(20);
  expect(rows).toBeGreaterThan(100);
});

test("the search finds a secret in every encoding", () => {
  for (const [name, secret] of SECRETS) {
    const text = `before ${secret} after`;
    const written = [0, 1, 2].map((offset) => Buffer.from(text.slice(offset)).toString("base64"));
    for (const one of [text, Buffer.from(text).toString("hex"), Buffer.from(text).toString("hex").toUpperCase(), ...written])
      expect(secretsIn(one), one).toContain(name);
  }
  expect(secretsIn("no secret")).toEqual([]);
});

test("the preloaded module finds a secret in a header, in a body in two chunks, and in a file that has changed", () => {
  const folder = mkdtempSync(join(tmpdir(), "answers-"));
  const watch = new URL("../../stack/testing/watch-responses.ts", import.meta.url);
  const server = `
    const http = require("node:http");
    let times = 0;
    const server = http.createServer((request, response) => {
      // The third response with this file differs from what was searched, and its secret is in two chunks.
      if (request.url === "/_next/static/file.js") {
        times += 1;
        response.write(Buffer.from("the same ${SECRET_PREFIX.slice(0, 5)}"));
        return response.end(Buffer.from(times === 3 ? "${SECRET_PREFIX.slice(5)} after" : "the same"));
      }
      if (request.url === "/header") response.setHeader("x-note", "${TOKEN_PREFIX}");
      if (request.url !== "/body") return response.end("nothing");
      response.write("before ${SECRET_PREFIX.slice(0, 5)}");
      response.end(Buffer.from("${SECRET_PREFIX.slice(5)} after"));
    });
    server.listen(0, "127.0.0.1", async () => {
      for (const path of ["/nothing", "/body", "/header", ...Array(3).fill("/_next/static/file.js")]) await (await fetch("http://127.0.0.1:" + server.address().port + path)).text();
      process.exit(0);
    });`;
  const { stderr } = spawnSync(process.execPath, [`--import=${watch.href}?${folder}`, "-e", server], { encoding: "utf8" });
  const leaks = new Set(readFileSync(join(folder, "leaks.txt"), "utf8").trim().split("\n"));
  expect([...leaks].sort(), stderr).toEqual([
    "the secret key of a role session in the response to /_next/static/file.js",
    "the secret key of a role session in the response to /body",
    "the token of a role session in the response to /header",
  ]);
  rmSync(folder, { recursive: true });
});

/** The names of the secrets that the text contains in any encoding. */
function secretsIn(text: string): string[] {
  return SECRETS.filter(([, secret]) => secretEncodings(secret).some((encoding) => text.includes(encoding))).map(([name]) => name);
}

function ownSecrets(): [string, string][] {
  return process.env["E2E_WATCHED"] ? [...secretsOf({ ...partEnvironment("command"), ...partEnvironment("web") })] : [];
}
