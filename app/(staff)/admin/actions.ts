"use server";

import { z } from "zod";
import { ConnectionId, CustomerId } from "#kernel/ids.ts";
import { CustomerName } from "#kernel/people/customer-name.ts";
import { EmailAddress } from "#kernel/people/email-address.ts";
import { webEnv } from "#kernel/process/env.ts";
import { ok } from "#kernel/result.ts";
import { LONGEST_SEARCH } from "#lib/lists/shared/list-query.ts";
import { staffAction } from "#lib/request/guards/staff-action.ts";
import { retryFailedJob as retry } from "#lib/staff/find-failed-jobs.ts";
import { inviteOwner as addOwner, inviteCustomer as invite } from "#lib/staff/invite-customer.ts";
import { findCustomers as find } from "#lib/staff/lists/list-customers.ts";
import { RotationReason, requestRun as request, requestRotations as rotate } from "#lib/staff/request-rotations.ts";
import { ROTATIONS_AT_ONCE } from "#lib/staff/shared/staff-requests.ts";
import { ResumptionInput, resumeCustomer as resume, SuspensionInput, suspendCustomer as suspend } from "#lib/staff/suspend-customer.ts";
import { verifyChain as verify } from "#lib/staff/verify-chain.ts";

export const inviteCustomer = staffAction(
  "invite-customer",
  ["operator", "admin"],
  z.strictObject({ name: CustomerName, email: EmailAddress }),
  ({ actor, input }) => invite(actor, webEnv().authSecret, input),
);

export const inviteOwner = staffAction(
  "invite-owner",
  ["operator", "admin"],
  z.strictObject({ customerId: CustomerId, email: EmailAddress }),
  ({ actor, input }) => addOwner(actor, webEnv().authSecret, input.customerId, input.email),
);

export const suspendCustomer = staffAction("suspend-customer", ["operator", "admin"], SuspensionInput, ({ actor, input }) =>
  suspend(actor, input.customerId, input.reason, input.note),
);

export const resumeCustomer = staffAction("resume-customer", ["operator", "admin"], ResumptionInput, ({ actor, input }) =>
  resume(actor, input.customerId, input.reason),
);

export const requestRun = staffAction(
  "request-run",
  ["operator", "admin"],
  z.strictObject({ customerId: CustomerId, connectionId: ConnectionId }),
  ({ actor, input }) => request(actor, input.customerId, input.connectionId),
);

export const requestRotations = staffAction(
  "request-rotations",
  ["operator", "admin"],
  z.strictObject({
    customerId: CustomerId,
    connectionIds: z.array(ConnectionId).min(1).max(ROTATIONS_AT_ONCE),
    reason: RotationReason,
  }),
  ({ actor, input }) => rotate(actor, input),
);

export const retryFailedJob = staffAction(
  "retry-failed-job",
  ["operator", "admin"],
  z.strictObject({ jobId: z.uuid().toLowerCase() }),
  ({ actor, input }) => retry(actor, input.jobId),
);

/** The customers whose names begin with a text, for fields that filter by customer. */
export const findCustomers = staffAction(
  "find-customers",
  ["support", "operator", "admin"],
  z.strictObject({ text: z.string().max(LONGEST_SEARCH) }),
  async ({ actor, input }) => ok(await find(actor, input.text)),
);

export const verifyChain = staffAction(
  "verify-chain",
  ["operator", "admin"],
  z.strictObject({ chain: z.union([CustomerId, z.literal("partner")]) }),
  ({ actor, input }) => verify(actor, input.chain),
);
