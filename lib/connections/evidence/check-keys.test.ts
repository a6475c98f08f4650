import { execFile } from "node:child_process";
import { createSecretKey, randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { arrangeCustomer, arrangeMember, arrangeStaff } from "#db/testing/arrange.ts";
import { arrangeConnection } from "#db/testing/arrange-verification.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/test-database.ts";
import { newContactKey } from "#kernel/people/contact-token.ts";
import { newInvitationKey } from "#kernel/people/invitation-token.ts";
import { newSignInLinkKey } from "#kernel/people/sign-in-link.ts";
import { Secret } from "#kernel/process/secret.ts";
import { closeDatabase, openDatabase } from "#lib/audit/open-database.ts";
import { fingerprintOf } from "#lib/crypto/seal-role-arn.ts";
import { inheritedVariables } from "#stack/testing/inherited-variables.ts";
import { program } from "#stack/testing/program.ts";
import { checkKeys } from "./check-keys.ts";

const secret = (word: string) => new Secret(`the ${word} secret of more than thirty-two characters`);
const [previous, current] = [secret("previous"), secret("current")];
const dataKey = (id: string) => ({ id, key: createSecretKey(randomBytes(32)) });
const [k1, k2] = [dataKey("k1"), dataKey("k2")];

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  const owner = database.pool("owner");
  openDatabase({ owner: new Secret(database.urls.owner) });
  const customer = await arrangeCustomer(owner);
  await arrangeConnection(owner, customer, { sealedArn: "v1.k1.AAAA" });
  const ada = await arrangeMember(owner, customer, { email: "ada@acme.example" });
  const contact = newContactKey(previous);
  await owner.query("select add_security_contact($1, $2, 'soc@acme.example', $3, $4)", [customer, ada, contact.id, contact.hash]);
  const link = newSignInLinkKey(previous);
  await database.pool("signin").query("select request_link('ada@acme.example', $1, $2, $3, '/')", [link.id, link.hash, "a".repeat(64)]);
  const invitation = newInvitationKey(previous);
  const staff = await arrangeStaff(owner, { role: "operator" });
  await owner.query("select invite_customer($1, 'Globex', 'bo@globex.example', $2, $3)", [staff, invitation.id, invitation.hash]);
  await owner.query("insert into arn_index_keys (current_key) values ($1)", [fingerprintOf(previous)]);
});
afterAll(() => database.drop());

const check = (arnIndexKeys: Secret<string>[], authSecrets: Secret<string>[], ring = [k1]) =>
  checkKeys({ arnIndexKeys, authSecrets, dataKeys: new Secret(ring) });

test("checking the values of a new database does not choose the first index key", async () => {
  const fresh = await createTestDatabase();
  await closeDatabase();
  openDatabase({ owner: new Secret(fresh.urls.owner) });
  expect(await check([current], [current])).toEqual({ missing: [], needed: [] });
  expect((await fresh.pool("owner").query("select from arn_index_keys")).rows).toEqual([]);
  await closeDatabase();
  await fresh.drop();
  openDatabase({ owner: new Secret(database.urls.owner) });
});

test("a value that was removed too early is named, with what depends on it and what to do", async () => {
  expect((await check([current], [current], [k2])).missing).toEqual([
    "DATA_KEYS: 1 role ARNs, 0 pending role ARNs and 0 verifications use the key k1, which is missing. Add it after the first key.",
    expect.stringMatching(/^ARN_INDEX_KEY lacks the key that the database uses to index role ARNs \(fingerprint [0-9a-f]{8}\)/),
    "AUTH_SECRET: 3 queued emails have links that were made with a missing value. Add it after the first one.",
  ]);
});

test("an older value that is still needed is named, and nothing is once nothing depends on it", async () => {
  const { missing, needed } = await check([previous], [current, previous], [k2, k1]);
  expect(missing).toEqual([]);
  expect(needed).toEqual([
    "DATA_KEYS: 1 role ARNs, 0 pending role ARNs and 0 verifications use the key k1, which must stay. Run sallyport keys rotate.",
    "AUTH_SECRET: 3 queued emails have links that were made with an older value. Wait until they are sent.",
  ]);
  expect(await check([current, previous], [previous])).toEqual({ missing: [], needed: [] });
});

test("the commands say so before a restart: exit status 1 for a missing value, 0 otherwise; it prints no secret", async () => {
  const path = await program();
  const run = (more: Readonly<Record<string, string>>, name = "check") =>
    new Promise<{ code: unknown; text: string }>((resolve) => {
      const values = {
        DATA_KEYS: `k1:${k1.key.export().toString("base64")}`,
        ARN_INDEX_KEY: previous.reveal(),
        AUTH_SECRET: previous.reveal(),
      };
      const env = {
        ...inheritedVariables(),
        NODE_ENV: "test",
        DATABASE_OWNER_URL: database.urls.owner,
        ...values,
        ...more,
      } as const;
      execFile(process.execPath, [path, "keys", name], { env }, (error, stdout, stderr) =>
        resolve({ code: error?.code ?? 0, text: stdout + stderr }),
      );
    });
  expect(await run({})).toEqual({ code: 0, text: "All values are in place, and nothing depends on an older value.\n" });
  const early = await run({ ARN_INDEX_KEY: current.reveal() });
  expect(early).toMatchObject({ code: 1, text: expect.stringMatching(/^ARN_INDEX_KEY lacks the key/) });
  expect(early.text).not.toContain("secret of more than");
  const refused = await run({ ARN_INDEX_KEY: current.reveal() }, "rotate");
  expect(refused).toMatchObject({ code: 1, text: expect.stringMatching(/ARN_INDEX_KEY lacks the key/) });
  const unreadable = await run({ ARN_INDEX_KEY: `${current.reveal()},${previous.reveal()}` }, "rotate");
  expect(unreadable).toMatchObject({ code: 1, text: expect.stringMatching(/No key in DATA_KEYS decrypts the role ARN of connection/) });
});
