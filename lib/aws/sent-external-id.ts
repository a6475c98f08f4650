import type { ExternalId } from "#kernel/external-id.ts";

declare const brand: unique symbol;
/** A value that STS takes as ExternalId: 2 to 1224 characters of `[\w+=,.@:/-]`. Never a plain string. */
export type SendableId = string & { readonly [brand]: "SendableId" };

/**
 * What one AssumeRole call sends as ExternalId. A missing ID has a name of its own: the SDK leaves `undefined` and
 * `null` out without a word and sends `""` as it is, so none of the three can be expressed here.
 */
export type SentExternalId = { readonly kind: "id"; readonly value: SendableId } | { readonly kind: "none" };

/** STS's own limits. Source: AssumeRole API reference, ExternalId. */
export const LONGEST_EXTERNAL_ID = 1224;
const SENDABLE = /^[A-Za-z0-9_+=,.@:/-]{2,1224}$/;

export const noExternalId: SentExternalId = { kind: "none" };

/** The portal's way: an External ID that Postgres made. */
export function sendableId(id: ExternalId): SendableId {
  return assertSendable(id);
}

/**
 * The terminal's way: an External ID of any deployment or product, typed by a partner engineer. The portal never calls
 * it; there an ID comes from a row of ours as {@link ExternalId} and {@link sendableId} carries it over.
 */
export function parseSendableId(typed: string): { readonly kind: "id"; readonly value: SendableId } | { readonly kind: "problem" } {
  return SENDABLE.test(typed) ? { kind: "id", value: typed as SendableId } : { kind: "problem" };
}

/** A value made from a proven one (doubled, upper-cased …). Throws when it left what STS takes: that is a bug of ours. */
export function assertSendable(value: string): SendableId {
  if (typeof value !== "string" || !SENDABLE.test(value)) throw new TypeError("an External ID that STS cannot take reached the wrapper");
  return value as SendableId;
}

/** The parameter as the SDK wants it: present and proven, or not there at all. Throws before anything is sent. */
export function externalIdParameter(sent: SentExternalId): { ExternalId: string } | Record<string, never> {
  if (sent?.kind === "none") return {};
  if (sent?.kind === "id") return { ExternalId: assertSendable(sent.value) };
  throw new TypeError("AssumeRole needs an External ID, or the explicit word that none is sent");
}
