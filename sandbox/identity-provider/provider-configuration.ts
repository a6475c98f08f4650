import { generateKeyPair, randomBytes } from "node:crypto";
import { promisify } from "node:util";
import { type ClientMetadata, type Configuration, interactionPolicy, type JWK } from "oidc-provider";
import type { AccountStore } from "./account-store.ts";
import { memoryAdapter } from "./memory-adapter.ts";
import { problemPage } from "./sign-in-page.ts";

/** Both clients allow the redirect URIs of customer and staff sign-in. The secrets are valid only in the sandbox. */
const CLIENTS = [
  { client_id: "sallyport", client_secret: "sandbox-oidc-secret" },
  { client_id: "sallyport-staff", client_secret: "sandbox-oidc-staff-secret" },
];
const CALLBACKS = ["/api/auth/callback/oidc", "/api/auth/callback/staff-oidc"];

const TEN_MINUTES_SECONDS = 600;

/**
 * The configuration of the provider: a sign-in page every time, no consent page, mandatory PKCE, and the email claims in the ID
 * token. The keys are new at each start. `mount` is the base path of the provider.
 */
export async function providerConfiguration(options: { portalUrl: string; mount: string; accounts: AccountStore }): Promise<Configuration> {
  const { portalUrl, mount, accounts } = options;
  return {
    adapter: memoryAdapter(),
    renderError(context, { error, error_description }) {
      context.type = "html";
      context.body = problemPage(error_description ?? error);
    },
    clients: CLIENTS.map(
      (client): ClientMetadata => ({ ...client, redirect_uris: CALLBACKS.map((path) => new URL(path, portalUrl).href) }),
    ),
    jwks: { keys: [await signingKey()] },
    cookies: { keys: [randomBytes(32).toString("base64url")] },
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: false } },
    interactions: { policy: signInEveryTime(), url: (_, { uid }) => `${mount}/interaction/${uid}` },
    ttl: {
      AccessToken: TEN_MINUTES_SECONDS,
      AuthorizationCode: 60,
      Grant: TEN_MINUTES_SECONDS,
      IdToken: TEN_MINUTES_SECONDS,
      Interaction: TEN_MINUTES_SECONDS,
      Session: TEN_MINUTES_SECONDS,
    },
    findAccount: (_, sub) => {
      const account = accounts.find(sub);
      if (account === undefined) return undefined;
      const { email, emailVerified, name } = account;
      return { accountId: sub, claims: () => ({ sub, email, email_verified: emailVerified, name }) };
    },
    async loadExistingGrant({ oidc }) {
      const { client, session, provider, params } = oidc;
      if (client === undefined || session?.accountId === undefined) return undefined;
      const grant = new provider.Grant({ accountId: session.accountId, clientId: client.clientId });
      const scope = params?.["scope"];
      grant.addOIDCScope(typeof scope === "string" ? scope : "openid");
      await grant.save();
      return grant;
    },
  };
}

/** The default policy, with a sign-in for every request and without consent. */
function signInEveryTime(): interactionPolicy.DefaultPolicy {
  const policy = interactionPolicy.base();
  policy.remove("consent");
  const check = new interactionPolicy.Check(
    "sign_in_every_time",
    "every sign-in requires choosing a user",
    "login_required",
    ({ oidc }) => oidc.result?.login === undefined,
  );
  policy.get("login")?.checks.add(check);
  return policy;
}

async function signingKey(): Promise<JWK> {
  const { privateKey } = await promisify(generateKeyPair)("rsa", { modulusLength: 2048 });
  return { ...privateKey.export({ format: "jwk" }), kty: "RSA", use: "sig", alg: "RS256", kid: randomBytes(8).toString("hex") };
}
