import { Secret } from "#kernel/process/secret.ts";
import { openDatabase } from "#lib/audit/open-database.ts";

export const APP_URL = "http://localhost:3000";

/** Sets the environment of a web process with a test database, for tests of code that reads it. */
export function setWebEnvironment({ app, staff, signin }: { readonly app: string; readonly staff: string; readonly signin: string }): void {
  openDatabase({ app: new Secret(app), staff: new Secret(staff), signin: new Secret(signin) });
  const words = "a-secret-of-more-than-thirty-two-characters";
  Object.assign(process.env, {
    APP_URL,
    AUTH_SECRET: words,
    AWS_REGION: "eu-central-1",
    PARTNER_ACCOUNT_IDS: "999999999999",
    PARTNER_PRINCIPAL_ARNS: "arn:aws:iam::999999999999:role/sallyport",
    TEMPLATE_URL: "https://templates.s3.eu-central-1.amazonaws.com/role.json",
    DATA_KEYS: `k1:${Buffer.alloc(32, 7).toString("base64")}`,
    ARN_INDEX_KEY: words,
    MAIL_FROM: "portal@partner.example",
    DATABASE_URL: app,
    DATABASE_STAFF_URL: staff,
    DATABASE_SIGNIN_URL: signin,
    OIDC_ISSUER: "https://id.partner.example",
    OIDC_CLIENT_ID: "sallyport",
    OIDC_CLIENT_SECRET: "shh",
  });
}
