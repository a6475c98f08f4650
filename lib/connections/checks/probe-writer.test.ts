import { expect, test } from "vitest";
import { parseRoleArn } from "#kernel/aws/role-arn.ts";
import type { Portal } from "#lib/connections/testing/portal.ts";
import { portalForFile } from "#lib/connections/testing/portal-fixture.ts";
import type { ProbeResult } from "#lib/verification/engine/probe.ts";
import { openRun } from "./open-run.ts";
import { createProbeWriter } from "./probe-writer.ts";

let portal: Portal;

portalForFile((made) => {
  ({ portal } = made);
});

const answer = (result: Pick<ProbeResult, "n" | "name" | "got" | "code">): ProbeResult => ({
  ...{ expected: "denied", sent: "left out", why: null, requestId: "", ms: 1 },
  ...result,
});

test("an error code that contains an ARN is dropped, and the allowed negative probe of the same batch is stored", async () => {
  const actor = await portal.newOwner();
  const { connectionId } = await portal.newDraft(actor);
  const pasted = parseRoleArn("arn:aws:iam::222222222222:role/sallyport/reader", "aws", []);
  if (pasted.kind !== "role") throw new Error("not a role");
  const opening = await openRun(actor, portal.context, {
    ...{ customerId: actor.customerId, connectionId, reason: "submit", submitted: pasted.arn },
  });
  if (opening.kind !== "opened") throw new Error(opening.kind);
  const { id } = opening.run.opening;
  const writer = createProbeWriter(actor, portal.env.dataKeys, opening.run.opening, "as-they-come");
  writer.add(answer({ n: 1, name: "none", got: "allowed", code: "" }));
  writer.add(answer({ n: 2, name: "random", got: "inconclusive", code: "arn:aws:iam::222222222222" }));
  await writer.rest();
  const { rows } = await portal.db
    .pool("owner")
    .query("select name, got, code from verification_probes where run_id = $1 order by n", [id]);
  expect(rows).toEqual([
    { name: "none", got: "allowed", code: null },
    { name: "random", got: "inconclusive", code: null },
  ]);
});
