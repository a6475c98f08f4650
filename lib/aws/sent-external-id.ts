import type { ExternalId } from "#kernel/aws/external-id.ts";

declare const brand: unique symbol;
/** A value that STS accepts as ExternalId: 2 to 1224 characters of `[\w+=,.@:/-]`. A plain string is not assignable to it. */
export type SendableId = string & { readonly [brand]: "SendableId" };

/**
 * The ExternalId of one AssumeRole call. To send none, a caller must say so with `none`: the SDK would leave out `undefined`
 * and `null` without an error and would send `""`, so this type has none of the three.
 */
export type SentExternalId = { readonly kind: "id"; readonly value: SendableId } | { readonly kind: "none" };

/** The limit of STS, in characters. Source: AssumeRole API reference, ExternalId. */
export const LONGEST_EXTERNAL_ID = 1224;
const SENDABLE = /^[A-Za-z0-9_+=,.@:/-]{2,1224}$/;

export const noExternalId: SentExternalId = { kind: "none" };

/** For the portal, whose External IDs come from Postgres. */
export function sendableId(id: ExternalId): SendableId {
  return assertSendable(id);
}

/**
 * For the command line and the trust policy analysis, where an External ID of any deployment or product can be entered. The
 * portal uses {@link sendableId} with an {@link ExternalId} from the database instead.
 */
export function parseSendableId(typed: string): { readonly kind: "id"; readonly value: SendableId } | { readonly kind: "problem" } {
  return SENDABLE.test(typed) ? { kind: "id", value: typed as SendableId } : { kind: "problem" };
}

/** For values derived from a valid ID, such as the doubled one. @throws TypeError when STS does not accept the value */
export function assertSendable(value: string): SendableId {
  if (typeof value !== "string" || !SENDABLE.test(value)) throw new TypeError("STS does not accept this External ID");
  return value as SendableId;
}

/** The parameter for the SDK: a valid ID, or no parameter at all. @throws TypeError for anything else */
export function externalIdParameter(sent: SentExternalId): { ExternalId: string } | Record<string, never> {
  if (sent?.kind === "none") return {};
  if (sent?.kind === "id") return { ExternalId: assertSendable(sent.value) };
  throw new TypeError("AssumeRole needs an External ID, or noExternalId");
}
