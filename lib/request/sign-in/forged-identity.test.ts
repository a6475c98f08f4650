import { createHmac, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import NextAuth from "next-auth";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { Secret } from "#kernel/process/secret.ts";
import { oidcProvider } from "./oidc-provider.ts";
import { SIGN_IN_COOKIES } from "./sign-in-cookies.ts";

const PORTAL = "http://localhost:3000";
const CLIENT = "sallyport";
const SECRET = "a-client-secret-of-more-than-thirty-two-characters";
const rsa = () => generateKeyPairSync("rsa", { modulusLength: 2048 });
const [own, foreign] = [rsa(), rsa()];

let provider: Server;
let issuer = "";
/** The response of the provider's token endpoint. */
let idToken = "";

const base64 = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
const signed = (claims: object, key: KeyObject = own.privateKey, header: object = { alg: "RS256", kid: "1" }) => {
  const text = `${base64(header)}.${base64(claims)}`;
  return `${text}.${sign("sha256", Buffer.from(text), key).toString("base64url")}`;
};

beforeAll(async () => {
  vi.stubEnv("NEXTAUTH_URL", PORTAL);
  provider = createServer((request, response) => {
    const path = request.url ?? "";
    const endpoints = { authorization_endpoint: `${issuer}/authorize`, token_endpoint: `${issuer}/token`, jwks_uri: `${issuer}/keys` };
    const more = {
      response_types_supported: ["code"],
      subject_types_supported: ["public"],
      id_token_signing_alg_values_supported: ["RS256"],
    };
    const answer = path.startsWith("/.well-known")
      ? { issuer, ...endpoints, ...more }
      : path === "/keys"
        ? { keys: [{ ...own.publicKey.export({ format: "jwk" }), kid: "1", use: "sig", alg: "RS256" }] }
        : { access_token: "x", token_type: "Bearer", id_token: idToken };
    response.setHeader("content-type", "application/json").end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => provider.listen(0, "127.0.0.1", resolve));
  issuer = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`;
});
afterAll(() => {
  vi.unstubAllEnvs();
  provider.close();
});

/** A browser with its cookies, in front of the sign-in service. */
function browserOf(options: object) {
  const jar: Record<string, string> = {};
  return async (method: string, nextauth: readonly string[], { body = {}, query = {} }: { body?: object; query?: object }) => {
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
      json: tell,
      send: tell,
      end: () => undefined,
    };
    await NextAuth(
      { method, headers: {}, cookies: { ...jar }, body, query: { ...query, nextauth } } as never,
      response as never,
      options as never,
    );
    for (const line of set) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      jar[name] = decodeURIComponent(value);
    }
    return { body: told };
  };
}

/** Signs in through the provider with a token of the changed valid claims; returns the people for whom the portal's own rules were checked. */
async function arriveWith(make: (claims: Record<string, unknown>) => string): Promise<string | null> {
  let asked: string | null = null;
  const options = {
    providers: [oidcProvider("oidc", { issuer, clientId: CLIENT, clientSecret: new Secret(SECRET) }, true)],
    ...{ secret: SECRET, cookies: SIGN_IN_COOKIES, useSecureCookies: true },
    callbacks: {
      signIn: ({ account }: { account: { providerAccountId: string } | null }) => {
        asked = account?.providerAccountId ?? "";
        return false;
      },
    },
    logger: { error: () => undefined, warn: () => undefined, debug: () => undefined },
  };
  const browser = browserOf(options);
  const csrf = (await browser("GET", ["csrf"], {})).body as { csrfToken: string };
  const begun = await browser("POST", ["signin", "oidc"], { body: { ...csrf, callbackUrl: PORTAL, json: "true" } });
  const asks = new URL((begun.body as { url: string }).url).searchParams;
  const now = Math.floor(Date.now() / 1000);
  const person = { sub: "subject", email: "owner@acme.example", email_verified: true, nonce: asks.get("nonce") };
  idToken = make({ iss: issuer, aud: CLIENT, iat: now, exp: now + 300, ...person });
  await browser("GET", ["callback", "oidc"], { query: { code: "c", state: asks.get("state") } });
  return asked;
}

test("for a completely valid token the portal checks its own rules", async () => {
  expect(await arriveWith((claims) => signed(claims))).toBe("subject");
});

test.each<[string, (claims: Record<string, unknown>) => string]>([
  ["that nobody signed", (claims) => `${base64({ alg: "none" })}.${base64(claims)}.`],
  ["that another key signed", (claims) => signed(claims, foreign.privateKey)],
  ["with a word changed", (claims) => signed(claims).replace(/\.[^.]+\./, `.${base64({ ...claims, sub: "admin" })}.`)],
  [
    "that is sealed by the client's own secret",
    (claims) => {
      const text = `${base64({ alg: "HS256" })}.${base64(claims)}`;
      return `${text}.${createHmac("sha256", SECRET).update(text).digest("base64url")}`;
    },
  ],
  ["that is over", (claims) => signed({ ...claims, exp: Math.floor(Date.now() / 1000) - 3600 })],
  ["for another client", (claims) => signed({ ...claims, aud: "somebody-else" })],
  ["of another issuer", (claims) => signed({ ...claims, iss: "https://evil.example" })],
  ["of another sign-in", (claims) => signed({ ...claims, nonce: "another" })],
])("a token %s brings nobody", async (_name, make) => {
  expect(await arriveWith(make)).toBeNull();
});
