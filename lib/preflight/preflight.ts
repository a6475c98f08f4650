import { BadEnvironment, filesRead, readWebEnv, readWorkerEnv, type Source } from "#kernel/process/env.ts";
import { Secret } from "#kernel/process/secret.ts";
import { appContextOf } from "#lib/connections/app-context.ts";
import { awsChecks } from "./aws-checks.ts";
import { type Check, failed, ok, type Result, runChecks } from "./check.ts";
import { databaseChecks, type Fleet, type Login } from "./database-checks.ts";
import { identityProviderChecks } from "./identity-provider-checks.ts";
import { keyCheck } from "./key-check.ts";
import { mailChecks } from "./mail-checks.ts";
import { proxyCheck } from "./proxy-check.ts";
import { templateChecks } from "./template-check.ts";

export interface PreflightOptions extends Fleet {
  /** Where to send a test email; undefined for none. */
  readonly testAddress: string | undefined;
}

/**
 * Checks everything that a deployment needs, as far as the variables of `source` allow: those of web, worker and commands together. A part whose
 * variables are invalid has one failed result, and its checks are left out.
 */
export async function preflight(given: Source, options: PreflightOptions): Promise<readonly Result[]> {
  const files = parsed("secret files", () => withContentOfFiles(given));
  const source = files.env;
  if (source === undefined) return runChecks([files.check]);
  // Web and worker refuse to start with the owner's URL, which the preflight needs besides theirs.
  const { DATABASE_OWNER_URL: ownerUrl, AWS_ENDPOINT_URL_S3: s3Endpoint, ...processes } = source;
  const web = parsed("web environment", () => readWebEnv(processes));
  const worker = parsed("worker environment", () => readWorkerEnv(processes));
  const env = web.env ?? worker.env;
  const secret = (value: string | undefined) => (value ? new Secret(value) : undefined);
  const logins: readonly Login[] = [
    { role: "sp_owner", variable: "DATABASE_OWNER_URL", url: secret(ownerUrl) },
    { role: "sp_app", variable: "DATABASE_URL", url: secret(source["DATABASE_URL"]) },
    { role: "sp_staff", variable: "DATABASE_STAFF_URL", url: secret(source["DATABASE_STAFF_URL"]) },
    { role: "sp_signin", variable: "DATABASE_SIGNIN_URL", url: secret(source["DATABASE_SIGNIN_URL"]) },
    { role: "sp_worker", variable: "DATABASE_WORKER_URL", url: secret(source["DATABASE_WORKER_URL"]) },
  ];
  const context = env === undefined ? undefined : appContextOf(env);
  try {
    return await runChecks([
      web.check,
      worker.check,
      ...databaseChecks(logins, options),
      ...(env === undefined ? [] : [keyCheck([source["DATABASE_WORKER_URL"], source["DATABASE_STAFF_URL"], ownerUrl].map(secret), env)]),
      ...(context === undefined ? [] : awsChecks(context)),
      ...(env === undefined ? [] : templateChecks(env, env.sandbox ? s3Endpoint : undefined)),
      ...(web.env === undefined
        ? []
        : [
            ...identityProviderChecks("identity provider", "oidc", web.env.appUrl, web.env.oidc),
            ...identityProviderChecks("staff identity provider", "staff-oidc", web.env.appUrl, web.env.staffOidc),
            proxyCheck(web.env.appUrl, web.env.authSecret),
          ]),
      ...mailChecks(worker.env ?? null, options.testAddress),
    ]);
  } finally {
    context?.aws.close();
  }
}

/** The variables with the content of the files that `…_FILE` variables name, and without those. @throws BadEnvironment */
function withContentOfFiles(source: Source): Source {
  return Object.fromEntries(Object.entries(filesRead(source)).filter(([name]) => !name.endsWith("_FILE")));
}

function parsed<Env>(name: string, read: () => Env): { readonly env: Env | undefined; readonly check: Check } {
  try {
    return { env: read(), check: { name, run: async () => ok("all variables are valid") } };
  } catch (error) {
    if (!(error instanceof BadEnvironment)) throw error;
    return {
      env: undefined,
      check: { name, run: async () => failed(error.message.replace(/\n\s+/g, " "), "Correct these variables (docs/environment.md).") },
    };
  }
}
