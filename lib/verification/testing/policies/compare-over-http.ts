import { type AwsClients, createAwsClients } from "#lib/aws/aws-clients.ts";
import { awsProbePorts, runProbes } from "#lib/verification/engine/run-probes.ts";
import { PARTNER_CREDENTIALS, type SandboxProcess, startSandboxProcess } from "#lib/verification/testing/sandbox-process.ts";
import { role } from "#lib/verification/testing/scripted-run.ts";
import { caseOf, engineRandom, type PolicyCase } from "./compare-case.ts";
import { engineRun, questionOf } from "./engine-run.ts";
import { CALLERS } from "./model/setting.ts";
import type { Disagreement } from "./tally.ts";

const CANARIES = {
  open: role("arn:aws:iam::111111111111:role/sallyport-canary-open"),
  closed: role("arn:aws:iam::111111111111:role/sallyport-canary-closed"),
};
/** IAM's default quota for a trust policy, in characters. */
const LONGEST = 2048;

/**
 * Compares runs with the real SDK against a sandbox process with the same runs in memory: verdict, reason and allowed probes
 * must be equal. Policies beyond IAM's quota are skipped.
 */
export async function compareOverHttp(first: number, count: number): Promise<readonly Disagreement[]> {
  Object.assign(process.env, PARTNER_CREDENTIALS);
  const sandbox = await startSandboxProcess();
  // Policies have conditions on the IP address, and "localhost" could be resolved to its IPv6 address.
  const sts = sandbox.url.replace("localhost", "127.0.0.1");
  const clients = createAwsClients({ region: "eu-central-1", partition: "aws", allowCustomEndpoints: true, endpoints: { sts } });
  try {
    const roleArn = role(await sandbox.createRole("reader", JSON.stringify(caseOf(first).document)));
    const found: Disagreement[] = [];
    let compared = 0;
    for (let seed = first; compared < count; seed++) {
      const one = caseOf(seed);
      if (JSON.stringify(one.document).length > LONGEST) continue;
      compared += 1;
      found.push(...(await compareOne(one, sandbox, clients, roleArn)));
    }
    return found;
  } finally {
    clients.close();
    await sandbox.close();
  }
}

async function compareOne(one: PolicyCase, sandbox: SandboxProcess, clients: AwsClients, roleArn: ReturnType<typeof role>) {
  const { seed, setting, document } = one;
  const policy = JSON.stringify(document);
  await sandbox.updateTrust("reader", policy);
  const { outside, second } = setting;
  const principals = { outside: outside ? role(CALLERS.outside) : undefined, second: second ? role(CALLERS.second) : undefined };
  const ports = { ...awsProbePorts(clients, { canaries: CANARIES, principals }), random: engineRandom(seed) };
  const { judgement } = await runProbes(ports, questionOf(setting, roleArn));
  const { verdict, reason, opened } = await engineRun(document, setting, engineRandom(seed));
  const overHttp = resultText(judgement.verdict, judgement.reason, judgement.verdict === "not-secure" ? judgement.opened : []);
  const inMemory = resultText(verdict, reason, opened);
  return overHttp === inMemory ? [] : [{ seed, policy, says: [`over HTTP: ${overHttp}; in memory: ${inMemory}`] }];
}

function resultText(verdict: string, reason: string, opened: readonly string[]): string {
  return `${verdict}, ${reason}, allowed: ${opened.toSorted().join(", ") || "nothing"}`;
}
