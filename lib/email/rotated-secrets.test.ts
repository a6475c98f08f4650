import { randomUUID } from "node:crypto";
import PostalMime from "postal-mime";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { arrangeCustomer, arrangeMember, arrangeStaff } from "#db/testing/arrange.ts";
import { freePort } from "#db/testing/free-port.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/test-database.ts";
import { CustomerId, InvitationId } from "#kernel/ids.ts";
import { invitationHashOf, newInvitationKey } from "#kernel/people/invitation-token.ts";
import { newSignInLinkKey, signInLinkHashOf } from "#kernel/people/sign-in-link.ts";
import { Secret } from "#kernel/process/secret.ts";
import { SecretValues } from "#kernel/process/secret-values.ts";
import { openDatabase } from "#lib/audit/open-database.ts";
import { mailInvitation } from "./mail-invitation.ts";
import { mailSignInLink } from "./mail-sign-in-link.ts";
import { type MailServer, startMailServer } from "./testing/mail-server.ts";

/** A mail server that accepts one password, if it asks for any. */
let server: MailServer;
let database: TestDatabase;
let password = "";
let attempts: (string | undefined)[] = [];
let received: string[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  openDatabase({ worker: new Secret(database.urls.worker) });
  server = await startMailServer((raw) => received.push(raw), {
    onAuth(auth, _session, done) {
      attempts.push(auth.password ?? undefined);
      if (auth.password === password) done(null, { user: auth.username });
      else done(Object.assign(new Error("no"), { responseCode: 535 }));
    },
  });
});
beforeEach(() => {
  attempts = [];
  received = [];
});
afterAll(async () => {
  await server.close();
  await database.drop();
});

const [previous, current] = [
  new Secret("a secret that is at least thirty-two bytes"),
  new Secret("a new one that is at least thirty-two bytes"),
];
const smtp = (...urls: string[]) => new SecretValues(() => urls);
const settingsOf = (authSecrets: readonly [Secret<string>, ...Secret<string>[]], smtpUrl = smtp(server.url)) => ({
  ...{ appUrl: "https://portal.example", mailFrom: "Sallyport <portal@partner.example>" },
  ...{ authSecret: authSecrets[0], authSecrets, smtpUrl },
});

async function invited(email: string, secret = previous) {
  const staff = await arrangeStaff(database.pool("owner"), { role: "operator" });
  const { id, hash } = newInvitationKey(secret);
  const { rows } = await database
    .pool("owner")
    .query("select invite_customer($1, $2, $3, $4, $5) as id", [staff, "Tyrell", email, id, hash]);
  return { customerId: CustomerId.parse(rows[0]?.id), invitationId: InvitationId.parse(id), hash };
}

/** A sign-in link that a person requested, made with this secret. */
async function requested(email: string, secret: Secret<string>) {
  const owner = database.pool("owner");
  await arrangeMember(owner, await arrangeCustomer(owner), { email });
  const { id, hash } = newSignInLinkKey(secret);
  await database.pool("signin").query("select request_link($1, $2, $3, $4, '/')", [email, id, hash, "a".repeat(64)]);
  return { linkId: id, hash };
}

const tokenIn = async (pattern: RegExp) => pattern.exec((await PostalMime.parse(received[0] ?? "")).text ?? "")?.[1] ?? "";

describe("while AUTH_SECRET is rotated", () => {
  test("a worker without the secret of an invitation sends no dead link: the job fails and is retried", async () => {
    expect(await mailInvitation(settingsOf([current]), await invited("owner@tyrell.example"))).toEqual({
      kind: "failed",
      code: "unknown_secret",
    });
    expect(received).toEqual([]);
  });

  test("a worker without the secret of a sign-in link sends no dead link: the job fails and is retried", async () => {
    expect(await mailSignInLink(settingsOf([current]), await requested("roy@tyrell.example", previous))).toEqual({
      kind: "failed",
      code: "unknown_secret",
    });
    expect(received).toEqual([]);
  });

  test.each([
    ["the new secret", current],
    ["the previous one", previous],
  ])("a worker with both secrets mails links that work, when web made them with %s", async (which, made) => {
    const both = settingsOf([current, previous]);
    const link = await requested(`${which.replaceAll(" ", "-")}@deckard.example`, made);
    expect(await mailSignInLink(both, link)).toEqual({ kind: "sent" });
    expect(signInLinkHashOf(await tokenIn(/[?&]token=([0-9a-f]{64})/))).toBe(link.hash);
    received = [];
    const invitation = await invited(`${which.replaceAll(" ", "-")}@gaff.example`, made);
    expect(await mailInvitation(both, invitation)).toEqual({ kind: "sent" });
    expect(invitationHashOf(await tokenIn(/\/invitations\/([A-Za-z0-9_-]{43})/))).toBe(invitation.hash);
  });
});

describe("while the credentials of the mail server are rotated", () => {
  const url = (secret: string) => `smtp://portal:${secret}@127.0.0.1:${server.port}`;
  const send = async (smtpUrl: SecretValues) =>
    mailInvitation(settingsOf([previous], smtpUrl), await invited(`${randomUUID()}@vat.example`));

  test("credentials that are all rejected fail, and each is tried once", async () => {
    password = "another";
    expect(await send(smtp(url("new"), url("old")))).toEqual({ kind: "failed", code: "eauth" });
    expect(attempts).toEqual(["new", "old"]);
  });

  test("an email is sent with the old ones as long as only these are accepted, and with the new ones from then on", async () => {
    for (const accepted of ["old", "new"]) {
      password = accepted;
      expect(await send(smtp(url("new"), url("old")))).toEqual({ kind: "sent" });
    }
    expect(attempts).toEqual(["new", "old", "new"]);
  });

  test("credentials that changed in their file are read again after a rejection, without a restart", async () => {
    let file = url("old");
    const values = new SecretValues(() => [file]);
    password = "new";
    file = url("new");
    expect(await send(values)).toEqual({ kind: "sent" });
    expect(await send(values)).toEqual({ kind: "sent" });
    expect(attempts).toEqual(["old", "new", "new"]);
  });

  test("a fault other than a rejection is not answered with the next credentials", async () => {
    password = "old";
    const away = `smtp://127.0.0.1:${await freePort()}`;
    expect(await send(smtp(away, url("old")))).toMatchObject({ kind: "failed", code: expect.not.stringMatching("eauth") });
    expect(attempts).toEqual([]);
  });
});
