import { z } from "zod";

const uuid = z.uuid({ error: "Invalid ID." }).toLowerCase();

/** A tenant of the portal. The value comes from a guard or from a row of the database, never from a request. */
export const CustomerId = uuid.brand<"CustomerId">();
export type CustomerId = z.infer<typeof CustomerId>;

/** One role in one AWS account, of one customer. */
export const ConnectionId = uuid.brand<"ConnectionId">();
export type ConnectionId = z.infer<typeof ConnectionId>;

/** One verification: one pass of all probes. */
export const RunId = uuid.brand<"RunId">();
export type RunId = z.infer<typeof RunId>;

/** A person, who can be a member of several customers and of the staff. */
export const UserId = uuid.brand<"UserId">();
export type UserId = z.infer<typeof UserId>;

/** An address that gets the security notices of a customer. */
export const ContactId = uuid.brand<"ContactId">();
export type ContactId = z.infer<typeof ContactId>;

/** A note by staff about a customer. */
export const NoteId = uuid.brand<"NoteId">();
export type NoteId = z.infer<typeof NoteId>;

export const InvitationId = uuid.brand<"InvitationId">();
export type InvitationId = z.infer<typeof InvitationId>;
