"use server";
import { z } from "zod";
import { CustomerId } from "#lib/kernel/ids.ts";
import { fail } from "#lib/kernel/result.ts";
import { customerAction } from "#lib/request/customer-action.ts";
import { sessionOfRequest } from "#lib/request/session-cookie.ts";
import { chooseCustomer } from "#lib/sign-in/choose-customer.ts";

/** From now on this session acts for another customer that its person belongs to. */
export const switchCustomer = customerAction(
  z.strictObject({ customerId: CustomerId }),
  async ({ input }) => {
    const session = await sessionOfRequest();
    return session === null ? fail("signed-out", "You are signed out. Sign in and try again.") : chooseCustomer(session, input.customerId);
  },
  { evenSuspended: true },
);
