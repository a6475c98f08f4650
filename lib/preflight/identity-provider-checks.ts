import { z } from "zod";
import type { Secret } from "#kernel/process/secret.ts";
import type { SecretValues } from "#kernel/process/secret-values.ts";
import { type Check, type Finding, failed, ok, skipped } from "./check.ts";

interface Provider {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: SecretValues;
}

/** What the portal reads from a discovery document (OpenID Connect Discovery 1.0, section 3). */
const Discovery = z.object({
  issuer: z.string(),
  authorization_endpoint: z.url(),
  token_endpoint: z.url(),
  jwks_uri: z.url(),
});
type Discovery = z.output<typeof Discovery>;

/**
 * The checks of an identity provider without a person: its discovery document, whether it accepts the redirect URI, and whether it accepts the
 * client's secret.
 * @param id the name of the provider in the redirect URI, with which the names of its variables begin: `staff-oidc` for `STAFF_OIDC_ISSUER`
 */
export function identityProviderChecks(name: string, id: string, appUrl: string, provider: Provider | null): readonly Check[] {
  if (provider === null) return [{ name, run: async () => skipped("It is not configured.") }];
  const redirectUri = `${appUrl}/api/auth/callback/${id}`;
  let discovery: Promise<Discovery | Finding> | undefined;
  const found = () => {
    discovery ??= discover(provider.issuer, `${id.toUpperCase().replaceAll("-", "_")}_ISSUER`);
    return discovery;
  };
  return [
    {
      name,
      run: async () => {
        const document = await found();
        return "status" in document ? document : ok("the discovery document is valid");
      },
    },
    {
      name: `${name} redirect URI`,
      run: async (signal) => {
        const document = await found();
        return "status" in document ? skipped("The discovery document is needed.") : checkRedirect(document, provider, redirectUri, signal);
      },
    },
    {
      name: `${name} secret`,
      run: async (signal) => {
        const document = await found();
        return "status" in document ? skipped("The discovery document is needed.") : checkSecret(document, provider, redirectUri, signal);
      },
    },
  ];
}

async function discover(issuer: string, variable: string): Promise<Discovery | Finding> {
  const signal = AbortSignal.timeout(10_000);
  const response = await fetch(`${issuer}/.well-known/openid-configuration`, { signal, redirect: "error" }).catch(() => undefined);
  if (response === undefined) return failed("The issuer can't be reached.", "Check its URL and outgoing requests to it.");
  const parsed = Discovery.safeParse(await response.json().catch(() => undefined));
  if (!response.ok || !parsed.success)
    return failed(`The issuer has no valid discovery document (status ${response.status}).`, "Check the issuer's URL.");
  if (parsed.data.issuer.replace(/\/+$/, "") !== issuer)
    return failed(`The discovery document names the issuer ${parsed.data.issuer}.`, `Set ${variable} to this issuer.`);
  return parsed.data;
}

/** A provider that does not know the redirect URI must not redirect to it, and says so on a page of its own (RFC 6749, section 4.1.2.1). */
async function checkRedirect(document: Discovery, { clientId }: Provider, redirectUri: string, signal: AbortSignal): Promise<Finding> {
  const url = new URL(document.authorization_endpoint);
  const challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
  const query = {
    response_type: "code",
    client_id: clientId,
    redirect_uri: redirectUri,
    scope: "openid email",
    state: "preflight",
    nonce: "preflight",
  };
  for (const [key, value] of Object.entries({ ...query, code_challenge: challenge, code_challenge_method: "S256" }))
    url.searchParams.set(key, value);
  const response = await fetch(url, { signal, redirect: "manual" }).catch(() => undefined);
  if (response === undefined) return UNREACHABLE;
  await response.body?.cancel();
  if (response.status >= 400)
    return failed(
      `The identity provider refuses a sign-in with this client and redirect URI (status ${response.status}).`,
      `Register ${redirectUri} for the client, and check its ID.`,
    );
  return ok(`a sign-in with ${redirectUri} begins`);
}

const UNREACHABLE = failed("An address of the discovery document can't be reached.", "Check outgoing requests to the identity provider.");

/**
 * The token endpoint authenticates the client before it looks at the code, so a made-up code shows whether a secret is right (RFC 6749, section
 * 5.2). One accepted value is enough, as for a sign-in.
 */
async function checkSecret(
  document: Discovery,
  { clientId, clientSecret }: Provider,
  redirectUri: string,
  signal: AbortSignal,
): Promise<Finding> {
  let finding = UNREACHABLE;
  for (const secret of clientSecret.all) {
    finding = await trySecret(document, clientId, secret, redirectUri, signal);
    if (finding.status === "ok") return finding;
  }
  return finding;
}

async function trySecret(
  document: Discovery,
  clientId: string,
  secret: Secret<string>,
  redirectUri: string,
  signal: AbortSignal,
): Promise<Finding> {
  const basic = Buffer.from(`${encodeURIComponent(clientId)}:${encodeURIComponent(secret.reveal())}`).toString("base64");
  const body = new URLSearchParams({
    grant_type: "authorization_code",
    code: "preflight",
    redirect_uri: redirectUri,
    code_verifier: "x".repeat(43),
  });
  const headers = { authorization: `Basic ${basic}` };
  const response = await fetch(document.token_endpoint, { method: "POST", headers, body, signal, redirect: "error" }).catch(
    () => undefined,
  );
  if (response === undefined) return UNREACHABLE;
  const answer = z.object({ error: z.string() }).safeParse(await response.json().catch(() => undefined));
  if (answer.success && answer.data.error === "invalid_grant") return ok("the client is authenticated");
  if (answer.success && ["invalid_client", "unauthorized_client"].includes(answer.data.error))
    return failed("The identity provider refuses the client's secret.", "Set the secret that the provider shows for this client.");
  return failed(`The identity provider answered unexpectedly (status ${response.status}).`, "Check the client's configuration.");
}
