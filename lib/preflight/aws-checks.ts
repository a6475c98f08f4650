import { storedRoleArn } from "#kernel/aws/role-arn.ts";
import type { PortalEnv } from "#kernel/process/env.ts";
import { getCallerIdentity } from "#lib/aws/assume-role.ts";
import type { AppContext } from "#lib/connections/app-context.ts";
import { type Check, type Finding, failed, ok, skipped, warning } from "./check.ts";

/** The checks that call STS with the credentials of the process that runs them. */
export function awsChecks({ env, aws, ports }: AppContext): readonly Check[] {
  return [
    { name: "AWS identity", run: (signal) => checkIdentity(env, () => getCallerIdentity(aws, "ourselves", { signal })) },
    { name: "AWS clock", run: (signal) => checkClock(env, signal) },
    { name: "canary roles", run: async () => canaryFinding(await ports.control()) },
    principalCheck("second principal", "AWS_SECOND_PRINCIPAL_ROLE_ARN", env.secondPrincipalRoleArn, ports),
    principalCheck("outside principal", "AWS_OUTSIDE_PRINCIPAL_ROLE_ARN", env.outsidePrincipalRoleArn, ports),
  ];
}

async function checkIdentity(
  { partnerAccountIds, partnerPrincipalArns }: PortalEnv,
  ask: () => ReturnType<typeof getCallerIdentity>,
): Promise<Finding> {
  const identity = await ask();
  if (identity.kind === "inconclusive")
    return failed(
      `AWS did not say who the portal is (${identity.code ?? identity.why}).`,
      "Give this process the credentials of the portal's role, and allow outgoing requests to STS.",
    );
  if (!partnerAccountIds.includes(identity.accountId))
    return failed(
      `The credentials belong to the account ${identity.accountId}, which is not in PARTNER_ACCOUNT_IDS.`,
      "Use the credentials of the partner account, or correct PARTNER_ACCOUNT_IDS.",
    );
  const principal = principalOf(identity.arn);
  if (!partnerPrincipalArns.map(principalOf).includes(principal))
    return failed(
      `The portal runs as ${principal}, which is not in PARTNER_PRINCIPAL_ARNS. Customers' roles trust only the principals in PARTNER_PRINCIPAL_ARNS.`,
      "Run the portal as the role of the partner account's stack, or correct PARTNER_PRINCIPAL_ARNS and publish the template again.",
    );
  return ok(`the portal is ${principal}`);
}

/** `account role name`, which is equal for a role and its sessions: the ARN of a session has neither the role's path nor its service `iam`. */
function principalOf(arn: string): string {
  const [, , , , account = "", resource = ""] = arn.split(":");
  const [kind = "", ...path] = resource.split("/");
  const name = kind === "assumed-role" ? path[0] : path.at(-1);
  return `${account} ${kind === "user" ? "user" : "role"} ${name ?? ""}`;
}

/** AWS refuses signatures that are more than five minutes off (https://docs.aws.amazon.com/IAM/latest/UserGuide/signing-elements.html). */
const REFUSED_AFTER_S = 300;
const WARN_AFTER_S = 30;

/** The endpoint's own Date header, because a refused signature does not say by how much the clock is off. */
async function checkClock({ region, partition, customEndpoints }: PortalEnv, signal: AbortSignal): Promise<Finding> {
  const endpoint = customEndpoints?.sts ?? `https://sts.${region}.amazonaws.com${partition === "aws-cn" ? ".cn" : ""}/`;
  const began = Date.now();
  const response = await fetch(endpoint, { signal, redirect: "manual" }).catch(() => undefined);
  await response?.body?.cancel();
  const there = Date.parse(response?.headers.get("date") ?? "");
  if (Number.isNaN(there)) return failed(`STS in ${region} can't be reached.`, "Allow outgoing requests to STS.");
  const seconds = Math.round(Math.abs((began + Date.now()) / 2 - there) / 1000);
  const problem = `The clock of this machine differs from AWS's by ${seconds} seconds.`;
  if (seconds > REFUSED_AFTER_S) return failed(`${problem} AWS refuses its signatures.`, "Synchronize the clock with NTP.");
  if (seconds > WARN_AFTER_S) return warning(problem, "Synchronize the clock with NTP.");
  return ok(`differs from AWS's by about ${seconds} s`);
}

function canaryFinding(outcome: Awaited<ReturnType<AppContext["ports"]["control"]>>): Finding {
  switch (outcome.kind) {
    case "ok":
      return ok("the open role can be assumed without an External ID, and the closed role can't");
    case "not-configured":
      return warning(
        "No canary roles are configured. A policy on the portal's side that denies calls without an External ID would make every customer's role look secure.",
        "Create the stack of deploy/canary-account.json, and set its outputs.",
      );
    case "failed":
      return outcome.what === "open-refused"
        ? failed(
            "AWS denies the open canary role. No verification can have a result.",
            "Check AWS_CANARY_OPEN_ROLE_ARN, its trust policy, and the policies and permission boundaries of the portal's own role.",
          )
        : failed("AWS allows the closed canary role without its External ID.", "Check AWS_CANARY_CLOSED_ROLE_ARN and its trust policy.");
    case "inconclusive":
      return failed(
        `AWS did not answer for the canary roles (${outcome.why}).`,
        "Check the credentials and outgoing requests to STS, then try again.",
      );
  }
}

function principalCheck(name: string, variable: string, arn: string | null, ports: AppContext["ports"]): Check {
  return {
    name,
    async run() {
      if (arn === null) return skipped(`${variable} is not set. It is optional.`);
      const session = await ports.principalSession(storedRoleArn(arn));
      if (session.kind === "session") return ok("can be assumed");
      return failed(
        `The portal can't assume the role of ${variable}, so every verification would be inconclusive.`,
        `Correct ${variable} or remove it.`,
      );
    },
  };
}
