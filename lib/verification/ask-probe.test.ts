import { expect, test } from "vitest";
import { assumeRole } from "#lib/aws/assume-role.ts";
import { createAwsClients } from "#lib/aws/aws-clients.ts";
import { sessionName } from "#lib/aws/session-name.ts";
import { startScriptedSts } from "#lib/aws/testing/scripted-sts.ts";
import { Secret } from "#lib/kernel/secret.ts";
import { askProbe } from "./ask-probe.ts";
import { planProbes } from "./plan-probes.ts";
import { systemRandom } from "./random-source.ts";
import { RIGHT_ID, ROLE } from "./testing/scripted-run.ts";

test("drops the credentials of every probe that must be refused, and keeps the right one's", async () => {
  process.env["AWS_ACCESS_KEY_ID"] = "AKIATEST";
  process.env["AWS_SECRET_ACCESS_KEY"] = "test-secret";
  const sts = await startScriptedSts(() => ({ kind: "granted" }));
  const clients = createAwsClients({ region: "eu-central-1", partition: "aws", allowCustomEndpoints: true, endpoints: { sts: sts.url } });
  const ports = {
    assume: (request: Parameters<typeof assumeRole>[1]) => assumeRole(clients, request),
    principals: { outside: undefined, second: undefined },
    principalSession: () => Promise.reject(new Error("no probe of this plan needs another principal")),
  };
  const run = {
    roleArn: ROLE,
    sessionName: sessionName(new Secret("key"), "run", ["1"]),
    ceiling: "{}",
    stsRegion: "eu-central-1",
    signal: new AbortController().signal,
  };
  const { probes } = planProbes({ externalId: RIGHT_ID, retired: [], retiredElsewhere: [], principals: [] }, systemRandom);
  for (const probe of probes) {
    const asked = await askProbe(ports, probe, run);
    expect(asked.result.got).toBe("granted");
    expect(asked.session !== undefined).toBe(probe.expected === "granted");
  }
  clients.close();
  await sts.close();
});
