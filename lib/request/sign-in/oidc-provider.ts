import type { OAuthConfig } from "next-auth/providers/oauth";
import { z } from "zod";
import type { Secret } from "#kernel/process/secret.ts";

/** The claims that the portal reads from an ID token. `email_verified` must be the boolean true, not a string. */
export const OidcProfile = z.object({
  sub: z.string().min(1).max(255),
  email: z.email().max(254).toLowerCase(),
  email_verified: z.literal(true),
  name: z.string().max(200).optional(),
});
export type OidcProfile = z.infer<typeof OidcProfile>;

interface Issuer {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: Secret<string>;
}

/**
 * An OpenID Connect provider for the sign-in service: code flow with PKCE, state and nonce.
 * @param linking whether a verified address may join an existing person; never for an issuer that is only for staff
 * @param onRejected called when the provider rejects the client secret, before the sign-in fails
 */
export function oidcProvider(
  id: string,
  { issuer, clientId, clientSecret }: Issuer,
  linking: boolean,
  onRejected: () => void = () => undefined,
): OAuthConfig<OidcProfile> {
  return {
    id,
    name: "Single sign-on",
    type: "oauth",
    issuer,
    wellKnown: `${issuer}/.well-known/openid-configuration`,
    idToken: true,
    checks: ["pkce", "state", "nonce"],
    clientId,
    clientSecret: clientSecret.reveal(),
    token: {
      // What Auth.js does without this function. Here it also notices that the client secret was rejected.
      async request(exchange) {
        try {
          const { client, provider } = exchange;
          return { tokens: await client.callback(provider.callbackUrl, exchange.params, exchange.checks) };
        } catch (error) {
          if (error instanceof Error && "error" in error && error.error === "invalid_client") onRejected();
          throw error;
        }
      },
    },
    authorization: { params: { scope: "openid email profile" } },
    allowDangerousEmailAccountLinking: linking,
    profile: ({ sub, name, email }) => ({ id: sub, name: name ?? null, email: String(email).toLowerCase(), image: null }),
  };
}
