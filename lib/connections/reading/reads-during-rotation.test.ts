import { expect, test } from "vitest";
import { assumeRole } from "#lib/aws/assume-role.ts";
import { sessionName, sessionPolicy } from "#lib/aws/role-session.ts";
import { sendableId } from "#lib/aws/sent-external-id.ts";
import { acceptsBoth, type ConnectedRole } from "#lib/connections/testing/connected-role.ts";
import { ACME, correctTrust } from "#lib/connections/testing/portal.ts";
import { roleForEachTest } from "#lib/connections/testing/portal-fixture.ts";
import type { PortalWithFakeClock } from "#lib/connections/testing/portal-with-fake-clock.ts";
import { type OpenedForRead, openConnectionForRead, reopenAfterDenial } from "./open-connection-for-read.ts";

let portal: PortalWithFakeClock;
let role: ConnectedRole;

roleForEachTest((made) => {
  ({ portal, role } = made);
});

const assume = (opened: OpenedForRead) =>
  assumeRole(portal.context.aws, {
    roleArn: opened.roleArn,
    externalId: { kind: "id", value: sendableId(opened.externalId) },
    sessionName: sessionName(portal.env.authSecret, "user", [role.actor.userId]),
    durationSeconds: 900,
    sessionPolicy: sessionPolicy("browse", "aws", ACME),
    maxAttempts: 1,
  });

/** One read as the portal makes it: open, assume, and once more if the role denied the call because of a rotation. */
async function read(): Promise<string> {
  const opened = await openConnectionForRead(role.actor, portal.context, role.draft.connectionId);
  if (opened.kind !== "opened") return opened.kind;
  const outcome = await assume(opened);
  if (outcome.kind !== "denied") return outcome.kind;
  const again = await reopenAfterDenial(role.actor, portal.context, role.draft.connectionId, opened);
  return again?.kind === "opened" ? (await assume(again)).kind : "denied";
}

test("no read fails during a rotation, even if the role's owner replaces the ID in one step", async () => {
  const outcomes: Promise<string>[] = [];
  const fresh = await role.started();
  for (let n = 0; n < 24; n++) {
    if (n === 8) role.trusts(correctTrust(fresh));
    outcomes.push(read());
    if (n % 4 === 3) await Promise.all(outcomes);
  }
  expect(new Set(await Promise.all(outcomes))).toEqual(new Set(["allowed"]));
  expect(await role.states()).toEqual(["retiring", "current"]);
});

test("no read fails while the role accepts both IDs, step by step", async () => {
  const fresh = await role.started();
  const during = async (step: Promise<unknown>) =>
    expect(await Promise.all([read(), step.then(read), read()])).toEqual(Array(3).fill("allowed"));
  role.trusts(acceptsBoth(role.draft, fresh));
  await during(role.verifyPendingId());
  await during(role.recheck());
  role.trusts(correctTrust(fresh));
  await during(role.recheck());
  expect(await role.states()).toEqual(["retired", "current"]);
});
