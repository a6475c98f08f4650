import PostalMime from "postal-mime";
import { expect, onTestFinished, test } from "vitest";
import { arrangeCustomer, arrangeMember, arrangePerson } from "#db/testing/arrange.ts";
import { arrangeConnection } from "#db/testing/arrange-verification.ts";
import { createTestDatabase } from "#db/testing/test-database.ts";
import { Secret } from "#kernel/process/secret.ts";
import { SecretValues } from "#kernel/process/secret-values.ts";
import { openDatabase } from "#lib/audit/open-database.ts";
import { mailUpgrade } from "./mail-upgrade.ts";
import { awsIdentifiersIn } from "./testing/aws-identifiers.ts";
import { startMailServer } from "./testing/mail-server.ts";

test("an owner is asked to update a role with the reason of staff, and no longer once the role is up to date", async () => {
  const database = await createTestDatabase();
  onTestFinished(() => database.drop());
  openDatabase({ worker: new Secret(database.urls.worker) });
  const owner = database.pool("owner");
  const customerId = await arrangeCustomer(owner);
  const userId = await arrangeMember(owner, customerId, { email: "owner@pied-piper.example" });
  const { id: connectionId } = await arrangeConnection(owner, customerId, { name: "payments" });
  const received: string[] = [];
  const { url, close } = await startMailServer((raw) => received.push(raw));
  onTestFinished(close);
  const settings = {
    appUrl: "https://portal.example",
    authSecret: new Secret("a secret that is at least thirty-two bytes"),
    authSecrets: [],
    smtpUrl: new SecretValues(() => [url]),
    mailFrom: "Sallyport <portal@partner.example>",
  };
  const notice = { customerId, connectionId, userId, event: "018f0000-0000-7000-8000-000000000001" };
  expect(await mailUpgrade(settings, notice)).toEqual({ kind: "void" });
  await owner.query(
    `with a as (insert into staff_actions (kind, made_by, template_version, source, started_at, reason)
       values ('upgrade', $3, 2, '/admin/connections', now(), 'The new template <denies> less') returning id)
     insert into staff_action_items (action_id, n, customer_id, connection_id, state, status_before, requested_at, finished_at)
     select id, 1, $1, $2, 'done', 'connected', now(), now() from a`,
    [customerId, connectionId, await arrangePerson(owner)],
  );
  expect(await mailUpgrade(settings, notice)).toEqual({ kind: "sent" });
  const { subject, text, html, to } = await PostalMime.parse(received[0] ?? "");
  expect(to?.map(({ address }) => address)).toEqual(["owner@pied-piper.example"]);
  expect(subject).toBe("Update the role of connection payments");
  expect(text).toContain("Reason: The new template <denies> less");
  expect(html).not.toContain("<denies>");
  for (const part of [text, html]) expect(awsIdentifiersIn(part)).toEqual([]);
  await database.pool("admin").query(
    `do $$ begin set local session_replication_role = replica;
     update connections set offered_template_version = 2, offered_log_access = log_access where id = '${connectionId}'; end $$`,
  );
  expect(await mailUpgrade(settings, notice)).toEqual({ kind: "void" });
});
