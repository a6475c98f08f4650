import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { type Sandbox, startSandbox, TEST_KEYS } from "@sallyport/aws-sandbox/testing";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { inTransaction } from "#db/in-transaction.ts";
import { freePort } from "#db/testing/free-port.ts";
import { Secret } from "#kernel/process/secret.ts";
import { systemClock } from "#kernel/time/clock.ts";
import { submitRoleArn } from "#lib/connections/checks/run-requests.ts";
import { correctTrust, endOf, newRole, type Portal, startPortal } from "#lib/connections/testing/portal.ts";
import { recordKeys } from "#lib/crypto/stored-keys.ts";
import type { Result } from "#lib/preflight/check.ts";
import { preflight } from "#lib/preflight/preflight.ts";
import { createPreflightGate, PREFLIGHT_HEADER, signPreflight } from "#lib/preflight/proxy-request.ts";
import { createHttpServer } from "#lib/request/http-server/http-server.ts";
import { type RouteServer, serveRoute } from "#lib/request/testing/serve-route.ts";
import { publishedTemplate } from "#lib/role-setup/template/role-template.ts";
import { GET } from "./route.ts";

vi.mock("server-only", () => ({}));

let server: RouteServer;
let sandbox: Sandbox;
let portal: Portal;
let variables: Record<string, string | undefined>;

beforeAll(async () => {
  server = await serveRoute(GET, {}, createHttpServer);
  const portalUrl = `http://localhost:${server.port}`;
  sandbox = await startSandbox({ port: 0, portalUrl });
  portal = await startPortal(sandbox, { APP_URL: portalUrl });
  Object.assign(process.env, portal.webEnvironment);
  variables = { ...portal.workerEnvironment, DATABASE_OWNER_URL: portal.db.urls.owner, AWS_ENDPOINT_URL_S3: sandbox.url };
  await publish(publishedTemplate(portal.env));
  // As web and worker do when they start.
  await inTransaction({ kind: "system", task: "worker" }, (tx) => recordKeys(tx, portal.env));
  const owner = await portal.newOwner();
  const draft = await portal.newDraft(owner);
  const { arn } = newRole(sandbox.state.iam, correctTrust(draft.externalId));
  await endOf(await submitRoleArn(owner, portal.context, { connectionId: draft.connectionId, roleArn: arn }));
});
afterEach(() => sandbox.state.faults.clear());
afterAll(async () => {
  await portal.close();
  await sandbox.close();
  await server.close();
});

async function publish(text: string): Promise<void> {
  const s3 = new S3Client({
    endpoint: sandbox.url,
    region: "eu-central-1",
    forcePathStyle: true,
    credentials: TEST_KEYS.partnerAdministrator,
  });
  await s3.send(new PutObjectCommand({ Bucket: "templates", Key: "role.json", Body: text }));
  s3.destroy();
}

async function check(changed: Record<string, string | undefined> = {}, options = {}): Promise<Map<string, Result>> {
  const results = await preflight({ ...variables, ...changed }, { webs: 1, workers: 1, testAddress: undefined, ...options });
  return new Map(results.map((result) => [result.name, result]));
}

/** The names of the failed checks. */
const failures = (results: Map<string, Result>) =>
  [...results.values()].filter(({ status }) => status === "failed").map(({ name }) => name);

async function rejected(
  changed: Record<string, string | undefined>,
  name: string,
  problem: RegExp,
  ...others: readonly string[]
): Promise<void> {
  const results = await check(changed);
  expect(failures(results)).toEqual([name, ...others]);
  expect(results.get(name)).toMatchObject({ problem: expect.stringMatching(problem), fix: expect.stringMatching(/\w+/) });
}

test("in a complete deployment no check fails, and each says what it found", async () => {
  const results = await check();
  expect([...results.values()].filter(({ status }) => status === "failed")).toEqual([]);
  // The embedded Postgres has a known vulnerability, which is a warning.
  const others = [...results.values()].filter(({ status }) => status !== "ok");
  expect(others.map(({ name, status }) => `${name}: ${status}`)).toEqual([
    "database server: warning",
    "second principal: skipped",
    "outside principal: skipped",
    "staff identity provider: skipped",
    "test email: skipped",
  ]);
});

test("a login that the server does not accept is named, with its variable", async () => {
  const url = Object.assign(new URL(portal.db.urls.staff), { username: "sp_gone" }).href;
  await rejected({ DATABASE_STAFF_URL: url }, "database sp_staff", /does not accept the login sp_staff/);
});

test("a login of another role is refused, although it works", async () => {
  await rejected({ DATABASE_URL: portal.db.urls.staff }, "database sp_app", /logs in as sp_staff, not as sp_app/);
});

test("a server that can't be reached is named by its variable, never by its address or password", async () => {
  const url = `postgres://sp_app:hunter2@127.0.0.1:${await freePort()}/x`;
  const results = await check({ DATABASE_URL: url });
  expect(failures(results)).toEqual(["database sp_app"]);
  expect(JSON.stringify([...results.values()])).not.toMatch(/hunter2/);
});

test("a right that a role must not have is named", async () => {
  const name = new URL(portal.db.urls.admin).pathname.slice(1);
  await portal.db.pool("admin").query(`grant temp on database ${name} to sp_worker`);
  const results = await check();
  await portal.db.pool("admin").query(`revoke temp on database ${name} from sp_worker`);
  expect(failures(results)).toEqual(["database sp_worker"]);
  expect(results.get("database sp_worker")).toMatchObject({ problem: expect.stringContaining("temporary objects") });
});

test("more processes than the server has connections for", async () => {
  const results = await check({}, { webs: 900 });
  expect(failures(results)).toEqual(["database connections"]);
});

test("a database that lacks a file of this release", async () => {
  const applied = "where file = 'functions/audit.sql' returning *";
  const { rows } = await portal.db.pool("admin").query(`delete from installation.applied_files ${applied}`);
  const results = await check();
  for (const { file, sha256 } of rows)
    await portal.db.pool("admin").query("insert into installation.applied_files (file, sha256) values ($1, $2)", [file, sha256]);
  expect(failures(results)).toEqual(["database migrations"]);
});

test("a key that stored role ARNs need is missing from DATA_KEYS, or has another value", async () => {
  const key = Buffer.alloc(32, 1).toString("base64");
  await rejected({ DATA_KEYS: `two:${key}` }, "data keys", /DATA_KEYS lacks the key one/);
  await rejected({ DATA_KEYS: `one:${key}` }, "data keys", /another value for the key one/);
});

test("ARN_INDEX_KEY is not the one with which role ARNs were stored", async () => {
  await rejected({ ARN_INDEX_KEY: "y".repeat(32) }, "data keys", /ARN_INDEX_KEY lacks the key/);
});

test("the portal runs as another principal than customers trust", async () => {
  const other = "arn:aws:iam::999999999999:role/other";
  await rejected(
    { PARTNER_PRINCIPAL_ARNS: other },
    "AWS identity",
    /runs as 999999999999 role sallyport, which is not in PARTNER_PRINCIPAL_ARNS/,
    "template",
  );
  await rejected(
    { PARTNER_ACCOUNT_IDS: "888888888888" },
    "AWS identity",
    /account 999999999999, which is not in PARTNER_ACCOUNT_IDS/,
    "template",
  );
});

test("a canary role does not answer as it must", async () => {
  const swapped = { AWS_CANARY_OPEN_ROLE_ARN: "arn:aws:iam::111111111111:role/sallyport-canary-closed" };
  await rejected(swapped, "canary roles", /AWS denies the open canary role/);
  const open = { AWS_CANARY_CLOSED_ROLE_ARN: "arn:aws:iam::111111111111:role/sallyport-canary-open" };
  await rejected(open, "canary roles", /AWS allows the closed canary role/);
  const none = await check({ AWS_CANARY_OPEN_ROLE_ARN: undefined });
  expect(none.get("canary roles")?.status).toBe("warning");
});

test("an optional principal that the portal can't assume", async () => {
  const arn = "arn:aws:iam::111111111111:role/absent";
  await rejected({ AWS_OUTSIDE_PRINCIPAL_ROLE_ARN: arn }, "outside principal", /can't assume the role of AWS_OUTSIDE_PRINCIPAL_ROLE_ARN/);
});

test("the published template differs by one byte, or is not there", async () => {
  await publish(`${publishedTemplate(portal.env)} `);
  const results = await check();
  await publish(publishedTemplate(portal.env));
  expect(failures(results)).toEqual(["template"]);
  await rejected({ TEMPLATE_URL: `${sandbox.url}/s3/templates/absent.json` }, "template", /can't read the template \(status 404\)/);
});

test("a role that can replace the template fails the check, and the template stays", async () => {
  const [name, document] = ["publish", { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "s3:PutObject", Resource: "*" }] }];
  sandbox.state.iam.putRolePolicy("999999999999", "sallyport", name, JSON.stringify(document));
  const results = await check();
  sandbox.state.iam.deleteRolePolicy("999999999999", "sallyport", name);
  expect(failures(results)).toEqual(["template is protected"]);
  expect(await (await fetch(`${sandbox.url}/s3/templates/role.json`)).text()).toBe(publishedTemplate(portal.env));
});

test("the identity provider can't be found, or refuses the client, its redirect URI or its secret", async () => {
  const nowhere = `http://localhost:${await freePort()}/idp`;
  await rejected({ OIDC_ISSUER: nowhere }, "identity provider", /can't be reached/);
  await rejected({ OIDC_CLIENT_SECRET: "wrong" }, "identity provider secret", /refuses the client's secret/);
  const results = await check({ OIDC_CLIENT_ID: "unknown" });
  expect(failures(results)).toEqual(["identity provider redirect URI", "identity provider secret"]);
});

test("the mail server can't be used; a test email is sent only when it is requested", async () => {
  await rejected({ SMTP_URL: `smtp://127.0.0.1:${await freePort()}` }, "mail server", /can't be used \(ECONNECTION|ESOCKET/);
  const mails = async () => (await (await fetch(`${sandbox.url}/mail/messages.json`)).json()) as { to: string }[];
  const before = (await mails()).length;
  expect((await check()).get("test email")?.status).toBe("skipped");
  expect(await mails()).toHaveLength(before);
  expect((await check({}, { testAddress: "ops@partner.example" })).get("test email")?.status).toBe("ok");
  expect(await mails()).toHaveLength(before + 1);
});

test("an invalid variable is named, and what needs it is left out", async () => {
  const results = await check({ MAIL_FROM: "", OIDC_CLIENT_ID: "" });
  expect(failures(results)).toEqual(["web environment", "worker environment"]);
  expect(results.get("web environment")).toMatchObject({
    problem: expect.stringMatching(/MAIL_FROM is not set.*OIDC_CLIENT_ID is not set/),
  });
  expect(results.has("identity provider")).toBe(false);
  expect(results.has("database sp_app")).toBe(true);
});

test("APP_URL leads elsewhere, or to a portal with another AUTH_SECRET", async () => {
  await rejected({ AUTH_SECRET: "z".repeat(32) }, "portal URL", /not as this portal/);
  const results = await check({ APP_URL: `http://localhost:${await freePort()}` });
  expect(failures(results)).toContain("portal URL");
});

test("the web process says how a request arrived only to a signed request, once and within a minute", async () => {
  const secret = new Secret(portal.webEnvironment["AUTH_SECRET"] ?? "");
  const ask = (value?: string) =>
    fetch(`http://localhost:${server.port}/api/preflight`, { headers: value === undefined ? {} : { [PREFLIGHT_HEADER]: value } });
  const signed = signPreflight(secret, new Date());
  const refused = [
    undefined,
    "",
    "1.2.3",
    signPreflight(new Secret("other".repeat(8)), new Date()),
    signPreflight(secret, new Date(Date.now() - 120_000)),
  ];
  for (const value of refused) expect((await ask(value)).status, value).toBe(404);
  const first = await ask(signed);
  expect(await first.json()).toMatchObject({ host: `localhost:${server.port}`, trustedHops: 0 });
  expect((await ask(signed)).status).toBe(404);
  const gate = createPreflightGate([secret], systemClock);
  expect([gate(signed.replace(/.$/, (last) => (last === "A" ? "E" : "A"))), gate(signed), gate(signed)]).toEqual([false, true, false]);
  // While AUTH_SECRET is rotated, the process that asks may still have the other value.
  expect(createPreflightGate([new Secret("next".repeat(8)), secret], systemClock)(signed)).toBe(true);
});
