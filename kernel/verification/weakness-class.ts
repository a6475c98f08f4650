/** The class of weakness of a trust policy, as far as the allowed probes show it. */
export type WeaknessClass =
  /** No condition, `…IfExists`, `ForAllValues:`, or a statement for calls without an ID: AWS allows the probe without an ID. */
  | "no-condition-or-if-exists"
  /** `StringLike *`, `Null false`, `${sts:ExternalId}`: any ID is accepted. The random and the uppercase probe detect it. */
  | "any-id"
  /** `StringLike sp-*`, `sp-????…`: any ID of the portal's format is accepted. The random probe detects it. */
  | "shared-prefix"
  /** `<id>*`, `*<id>`, `*<id>*`, `<first characters>*`. The doubled probe detects it. */
  | "prefix-or-suffix"
  /** `<all but last>?`. The near-miss probe detects it. */
  | "mask"
  /** `StringEqualsIgnoreCase`. The uppercase probe detects it. */
  | "ignore-case"
  /** A list that still has a retired ID. The probes of the retired IDs detect it. */
  | "old-id"
  /** `Principal *`, `NotPrincipal`, or another account. The outside principal detects it. */
  | "any-principal"
  /** Another role of the partner is allowed without an ID. The second principal detects it. */
  | "other-role";

/** Why a run is not secure although every wrong call was denied: a week after a rotation, the role still accepts the previous External ID. */
export const PREVIOUS_ID_ACCEPTED = "previous-id-accepted";
