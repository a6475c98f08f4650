import { generateKeyPairSync, sign } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import NextAuth from "next-auth";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { readWebEnv } from "#kernel/process/env.ts";
import { setWebEnvironment } from "#lib/request/testing/set-web-environment.ts";

// Replaces the Next.js request and the environment that the process parsed once; Auth.js and the identity provider's HTTP are real.
const request = vi.hoisted(() => ({ cookies: {} as Record<string, string>, env: undefined as unknown }));
vi.mock("server-only", () => ({}));
vi.mock("next/headers", () => ({
  cookies: async () => ({ get: (name: string) => (request.cookies[name] ? { value: request.cookies[name] } : undefined) }),
}));
vi.mock("#kernel/process/env.ts", async (original) => ({ ...(await original<object>()), webEnv: () => request.env }));
const { secretOfCookies, withClientSecret } = await import("./rotated-secrets.ts");
const { signInConfig } = await import("./sign-in-config.ts");

const [OLD, NEW, THIRD] = ["an-old-secret", "a-new-secret", "another-secret"].map((word) => `${word}-of-more-than-thirty-two-characters`);
const key = generateKeyPairSync("rsa", { modulusLength: 2048 });
const folder = mkdtempSync(join(tmpdir(), "client-secret-"));
const secretFile = join(folder, "secret");

let provider: Server;
let issuer = "";
let nonce: string | null = "";
/** The only client secret that the provider accepts, and those that it was sent. */
let accepted = "";
let sent: string[] = [];

const base64 = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
function idToken(): string {
  const now = Math.floor(Date.now() / 1000);
  const claims = { iss: issuer, aud: "sallyport", iat: now, exp: now + 300, sub: "subject", email: "o@acme.example", email_verified: true };
  const text = `${base64({ alg: "RS256", kid: "1" })}.${base64({ ...claims, nonce })}`;
  return `${text}.${sign("sha256", Buffer.from(text), key.privateKey).toString("base64url")}`;
}

beforeAll(async () => {
  const nowhere = (role: string) => `postgres://${role}@localhost:1/none`;
  setWebEnvironment({ app: nowhere("sp_app"), staff: nowhere("sp_staff"), signin: nowhere("sp_signin") });
  provider = createServer((asked, response) => {
    const json = (status: number, answer: object) =>
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(answer));
    if (asked.url?.startsWith("/.well-known"))
      return json(200, {
        issuer,
        ...{ authorization_endpoint: `${issuer}/authorize`, token_endpoint: `${issuer}/token`, jwks_uri: `${issuer}/keys` },
        ...{ response_types_supported: ["code"], subject_types_supported: ["public"], id_token_signing_alg_values_supported: ["RS256"] },
      });
    if (asked.url === "/keys")
      return json(200, { keys: [{ ...key.publicKey.export({ format: "jwk" }), kid: "1", use: "sig", alg: "RS256" }] });
    const basic = Buffer.from(asked.headers.authorization?.split(" ")[1] ?? "", "base64").toString("utf8");
    const secret = decodeURIComponent(basic.slice(basic.indexOf(":") + 1));
    sent.push(secret);
    if (secret !== accepted) return json(401, { error: "invalid_client" });
    return json(200, { access_token: "x", token_type: "Bearer", id_token: idToken() });
  });
  await new Promise<void>((resolve) => provider.listen(0, "127.0.0.1", resolve));
  issuer = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`;
});
afterAll(() => {
  provider.close();
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  request.cookies = {};
  sent = [];
  accepted = "";
});

/** A web process with these variables handles the next requests. */
function webProcessWith(variables: Record<string, string>): void {
  request.env = readWebEnv({ ...process.env, OIDC_ISSUER: issuer, ...variables });
}

type Answer = { readonly body: unknown; readonly headers: Headers };

async function ask(
  method: string,
  nextauth: readonly string[],
  { body = {}, query = {} }: { readonly body?: object; readonly query?: object } = {},
): Promise<{ readonly body: unknown; readonly arrived: boolean }> {
  let arrived = false;
  const attempt = async (options: ReturnType<typeof signInConfig>): Promise<Answer> => {
    let told: unknown;
    let set: readonly string[] = [];
    const tell = (value: unknown) => {
      told = value;
    };
    const response = {
      status: () => response,
      getHeader: () => set,
      setHeader: (name: string, value: readonly string[]) => {
        if (name === "Set-Cookie") set = value;
        return response;
      },
      ...{ json: tell, send: tell, end: () => undefined },
    };
    const callbacks = {
      signIn: () => {
        arrived = true;
        return false;
      },
    };
    const logger = { error: () => undefined, warn: () => undefined, debug: () => undefined };
    const asked = { method, headers: {}, cookies: { ...request.cookies }, body, query: { ...query, nextauth } };
    // Without the email provider and sessions, which need the database.
    const providers = options.providers.filter(({ type }) => type === "oauth");
    const session = { session: { strategy: "jwt" }, adapter: undefined, providers };
    await NextAuth(asked as never, response as never, { ...options, ...session, callbacks, logger } as never);
    return { body: told, headers: new Headers(set.map((line) => ["set-cookie", line])) };
  };
  const authSecret = await secretOfCookies();
  let last: Answer | undefined;
  await withClientSecret("oidc", async (chosen) => {
    last = await attempt(signInConfig({ authSecret, ...chosen }));
    return new Response(null);
  });
  for (const line of last?.headers.getSetCookie() ?? []) {
    const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    request.cookies[name] = decodeURIComponent(value);
  }
  return { body: last?.body, arrived };
}

/** Chooses single sign-on, and returns the address of the identity provider. */
async function begin(): Promise<URLSearchParams> {
  const csrf = (await ask("GET", ["csrf"])).body as { csrfToken: string };
  const begun = await ask("POST", ["signin", "oidc"], { body: { ...csrf, callbackUrl: "http://localhost:3000", json: "true" } });
  const asks = new URL((begun.body as { url: string }).url).searchParams;
  nonce = asks.get("nonce");
  return asks;
}

const comeBack = async (asks: URLSearchParams) =>
  (await ask("GET", ["callback", "oidc"], { query: { code: "c", state: asks.get("state") } })).arrived;

test("a sign-in that began with a secret which no process has any more does not arrive, and the next one does", async () => {
  accepted = "shh";
  webProcessWith({ AUTH_SECRET: `${OLD}` });
  const asks = await begin();
  webProcessWith({ AUTH_SECRET: `${NEW},${THIRD}` });
  expect(await comeBack(asks)).toBe(false);
  expect(await comeBack(await begin())).toBe(true);
});

test.each([
  ["at a process with the old secret, and ends at one with both", OLD, `${NEW},${OLD}`],
  ["at a process with the old secret first, and ends at one with the new one first", `${OLD},${NEW}`, `${NEW},${OLD}`],
  ["at a process with the new secret first, and ends at one with the old one first", `${NEW},${OLD}`, `${OLD},${NEW}`],
  ["at a process with both, and ends at one without the old one", `${NEW},${OLD}`, NEW],
])("a sign-in arrives that begins %s", async (_name, first, second) => {
  accepted = "shh";
  webProcessWith({ AUTH_SECRET: `${first}` });
  const asks = await begin();
  webProcessWith({ AUTH_SECRET: `${second}` });
  expect(await comeBack(asks)).toBe(true);
});

test("a forged anti-forgery cookie selects no secret: the newest is used", async () => {
  webProcessWith({ AUTH_SECRET: `${NEW},${OLD}` });
  for (const forged of ["", "|", "token|", `token|${"0".repeat(64)}`, "token"]) {
    request.cookies = { "__Host-csrf": forged };
    expect((await secretOfCookies()).reveal()).toBe(NEW);
  }
});

test("with a client secret that the provider rejects, nobody is signed in, and each value is sent once", async () => {
  webProcessWith({ OIDC_CLIENT_SECRET: "new old" });
  expect(await comeBack(await begin())).toBe(false);
  expect(sent).toEqual(["new", "old"]);
});

test("a sign-in arrives with the old client secret while only that is accepted, and with the new one from then on", async () => {
  webProcessWith({ OIDC_CLIENT_SECRET: "new old" });
  for (const which of ["old", "new"]) {
    accepted = which;
    expect(await comeBack(await begin())).toBe(true);
  }
  expect(sent).toEqual(["new", "old", "new"]);
});

test("a client secret that changed in its file is read again after the rejection, without a restart", async () => {
  writeFileSync(secretFile, "old\n");
  webProcessWith({ OIDC_CLIENT_SECRET: "", OIDC_CLIENT_SECRET_FILE: secretFile });
  writeFileSync(secretFile, "new\n");
  accepted = "new";
  expect(await comeBack(await begin())).toBe(true);
  expect(sent).toEqual(["old", "new"]);
});
