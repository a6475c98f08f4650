import { z } from "zod";

const uuid = z.uuid({ error: "Invalid ID." }).toLowerCase();

/** A tenant of the portal. Only a guard, or a row of ours, supplies one. */
export const CustomerId = uuid.brand<"CustomerId">();
export type CustomerId = z.infer<typeof CustomerId>;

/** One role in one AWS account, of one customer. */
export const ConnectionId = uuid.brand<"ConnectionId">();
export type ConnectionId = z.infer<typeof ConnectionId>;

/** One pass of all probes. */
export const RunId = uuid.brand<"RunId">();
export type RunId = z.infer<typeof RunId>;

/** A person, whichever customers or staff they belong to. */
export const UserId = uuid.brand<"UserId">();
export type UserId = z.infer<typeof UserId>;

export const InvitationId = uuid.brand<"InvitationId">();
export type InvitationId = z.infer<typeof InvitationId>;
