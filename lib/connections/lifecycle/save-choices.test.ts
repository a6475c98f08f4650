import { afterAll, beforeAll, expect, test } from "vitest";
import { type Portal, startPortal } from "#lib/connections/testing/portal.ts";
import { findConnectView } from "#lib/connections/views/find-connect-view.ts";
import type { RoleChoices } from "#lib/role-setup/shared/role-choices.ts";
import { saveChoices } from "./save-choices.ts";

let portal: Portal;
beforeAll(async () => {
  portal = await startPortal({ url: "http://localhost:9", smtpUrl: "smtp://localhost:9" });
});
afterAll(() => portal.close());

const CHOICES: RoleChoices = {
  logAccess: "query",
  logGroupPrefix: "/app/",
  stackRegion: "us-east-1",
  permissionsBoundaryArn: "arn:aws:iam::222222222222:policy/boundary",
  rolePath: "/vendors/sallyport/",
  allowSelfInspection: true,
};

test.each<[string, Partial<RoleChoices>, string]>([
  ["a region that AWS does not have", { stackRegion: "eu-moon-1" }, "stackRegion"],
  ["a region of another partition", { stackRegion: "us-gov-west-1" }, "stackRegion"],
  ["an invalid role path", { rolePath: "sallyport" }, "rolePath"],
  ["a prefix that carries a parameter", { logGroupPrefix: "/app/&param_ExternalId=x" }, "logGroupPrefix"],
  ["a boundary that is no policy", { permissionsBoundaryArn: "arn:aws:iam::222222222222:role/R" }, "permissionsBoundaryArn"],
])("rejects %s at its field and keeps what was saved before", async (_name, wrong, field) => {
  const actor = await portal.newOwner();
  const { connectionId } = await portal.newDraft(actor);
  await saveChoices(actor, portal.context, connectionId, CHOICES);
  const refused = await saveChoices(actor, portal.context, connectionId, { ...CHOICES, ...wrong });
  expect(refused).toMatchObject({ ok: false, code: "invalid", fields: { [field]: expect.any(String) } });
  expect(await findConnectView(actor, portal.context, connectionId)).toMatchObject({ ok: true, value: { choices: CHOICES } });
});

test("another customer's draft is not found", async () => {
  const { connectionId } = await portal.newDraft(await portal.newOwner());
  expect(await saveChoices(await portal.newOwner(), portal.context, connectionId, CHOICES)).toMatchObject({
    ok: false,
    code: "not-found",
  });
});

test("a draft comes back with every choice as it was left, and with the same External ID", async () => {
  const actor = await portal.newOwner();
  const { connectionId, externalId } = await portal.newDraft(actor);
  expect(await saveChoices(actor, portal.context, connectionId, CHOICES)).toEqual({ ok: true, value: { saved: true } });
  expect(await findConnectView(actor, portal.context, connectionId)).toMatchObject({
    ok: true,
    value: { externalId, choices: CHOICES },
  });
});

test("an empty prefix, which means all log groups, is kept as it is", async () => {
  const actor = await portal.newOwner();
  const { connectionId } = await portal.newDraft(actor);
  const choices = { ...CHOICES, logGroupPrefix: "" };
  expect(await saveChoices(actor, portal.context, connectionId, choices)).toMatchObject({ ok: true });
  expect(await findConnectView(actor, portal.context, connectionId)).toMatchObject({ ok: true, value: { choices } });
});
