"use server";
import { z } from "zod";
import { CustomerId } from "#kernel/ids.ts";
import { fail } from "#kernel/result.ts";
import { customerAction } from "#lib/request/guards/customer-action.ts";
import { sessionOfRequest } from "#lib/request/sign-in/sign-in-cookies.ts";
import { chooseCustomer } from "#lib/sign-in/session-owner.ts";

/** Switches this session to another customer of which the person is a member. */
export const switchCustomer = customerAction(
  z.strictObject({ customerId: CustomerId }),
  async ({ input }) => {
    const session = await sessionOfRequest();
    return session === null ? fail("signed-out", "You are signed out. Sign in and try again.") : chooseCustomer(session, input.customerId);
  },
  { evenSuspended: true },
);
