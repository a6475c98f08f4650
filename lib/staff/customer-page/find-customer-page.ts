import { inTransaction, type Transaction } from "#db/in-transaction.ts";
import { staffCustomer } from "#db/queries/customers.ts";
import { peopleOpenInvitations } from "#db/queries/invitations.ts";
import { securityContacts } from "#db/queries/security-contacts.ts";
import {
  customerPeople,
  customerStatusCounts,
  quarantineEmails,
  suspensionReason,
  worstConnections,
} from "#db/queries/staff/customer-page.ts";
import { customerNotes, customerTags, type SentEmailRow, sentEmails } from "#db/queries/staff/customer-records.ts";
import type { StaffActor } from "#kernel/actor.ts";
import { ConnectionId, type CustomerId } from "#kernel/ids.ts";
import type { PortalEnv } from "#kernel/process/env.ts";
import { whyJobFailed } from "#lib/staff/find-failed-jobs.ts";
import { listConnectionOf } from "#lib/staff/lists/list-connections.ts";
import type { CustomerPageView, EmailGroup, NextStepView } from "#lib/staff/shared/customer-page-view.ts";
import type { FleetListConnection } from "#lib/staff/shared/list-view.ts";
import { findTimeline, type TimelineQuery } from "./find-timeline.ts";
import { nextStepOfCustomer } from "./next-step-of-customer.ts";

const CONNECTIONS = 8;
const PEOPLE = 8;
const EMAILS = 60;
const EMAIL_GROUPS = 5;
const NOTES = 20;

/** What staff see of one customer; null if there is none with this ID. Every list on it is bounded, however large the customer is. */
export function findCustomerPage(
  actor: StaffActor,
  { appUrl, dataKeys }: Pick<PortalEnv, "appUrl" | "dataKeys">,
  customerId: CustomerId,
  timeline: TimelineQuery,
): Promise<CustomerPageView | null> {
  return inTransaction(
    actor,
    async (tx) => {
      const customer = await staffCustomer(tx, customerId);
      if (customer === null) return null;
      const connections = (await worstConnections(tx, customerId, CONNECTIONS)).map(listConnectionOf);
      const counts = await customerStatusCounts(tx, customerId);
      const { people, total: peopleTotal, owners } = await customerPeople(tx, customerId, PEOPLE);
      const invitations = await peopleOpenInvitations(tx, customerId);
      const suspendedAt = customer.suspendedAt?.getTime() ?? null;
      const createdAt = customer.createdAt.getTime();
      const invitedOwners = invitations.filter(({ role }) => role === "owner").length;
      return {
        ...{ id: customer.id, name: customer.name, createdAt },
        suspended: suspendedAt === null ? null : { at: suspendedAt, reason: (await suspensionReason(tx, customerId)) ?? "" },
        tags: await customerTags(tx, customerId),
        ...{ connections, counts, total: counts.reduce((sum, each) => sum + each.connections, 0) },
        nextStep: await nextStep(tx, customerId, connections[0], {
          ...{ appUrl, suspendedAt, createdAt, owners, invitedOwners },
          others: (counts.find(({ status }) => status === connections[0]?.status)?.connections ?? 1) - 1,
        }),
        timeline: await findTimeline(tx, { dataKeys }, customerId, timeline),
        people: people.map(({ signedInAt, ...person }) => ({ ...person, signedInAt: signedInAt?.getTime() ?? null })),
        peopleTotal,
        invitations: invitations.map(({ expiresAt, ...invitation }) => ({ ...invitation, expiresAt: expiresAt.getTime() })),
        contacts: (await securityContacts(tx, customerId)).map(({ id, email, state, memberRole }) => ({ id, email, state, memberRole })),
        emails: emailGroupsOf(await sentEmails(tx, customerId, EMAILS)).slice(0, EMAIL_GROUPS),
        notes: (await customerNotes(tx, customerId, NOTES)).map(({ id, note, author, authorId, createdAt: at }) => ({
          ...{ id, note, author: author ?? "deleted user", at: at.getTime() },
          mayRemove: authorId === actor.userId || actor.role === "admin",
        })),
      };
    },
    { readOnly: true },
  );
}

async function nextStep(
  tx: Transaction,
  customerId: CustomerId,
  worst: FleetListConnection | undefined,
  of: Omit<Parameters<typeof nextStepOfCustomer>[0], "worst">,
): Promise<NextStepView | null> {
  if (worst === undefined) return nextStepOfCustomer({ ...of, worst: null });
  const { id, name, status, nextStep: step } = worst;
  const emailed = status === "quarantined" ? await quarantineEmails(tx, customerId, ConnectionId.parse(id)) : null;
  return nextStepOfCustomer({ ...of, worst: { id, name, status, since: step?.since ?? null, emailed } });
}

const MINUTE = 60_000;

/** Puts emails of one kind about one thing within a minute together: an email of a quarantine goes to each owner and contact. */
function emailGroupsOf(rows: readonly SentEmailRow[]): readonly EmailGroup[] {
  const groups: EmailGroup[] = [];
  for (const { id, kind, connectionName, state, code, endedAt } of rows) {
    const at = endedAt.getTime();
    const n = groups.findIndex((each) => each.about === kind && each.connectionName === connectionName && each.at - at < MINUTE);
    const group = groups[n] ?? { id, about: kind, connectionName, at, sent: 0, retrying: 0, failed: 0, why: "" };
    const why = group.why === "" && code !== null ? whyJobFailed(code) : group.why;
    groups[n === -1 ? groups.length : n] = { ...group, [state]: group[state] + 1, why };
  }
  return groups;
}
