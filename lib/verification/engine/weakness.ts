import { isRetired, type ProbeName } from "./probe.ts";

/** What kind of weakness a trust policy has, as far as the probes that got in can tell. */
export type WeaknessClass =
  /** No condition, `…IfExists`, `ForAllValues:`, an alternative that asks for the ID's absence. */
  | "no-condition-or-if-exists"
  /** `StringLike *`, `Null false`, `${sts:ExternalId}`: any ID will do. */
  | "any-id"
  /** `StringLike sp-*`, `sp-????…`: any ID of our format. */
  | "shared-prefix"
  /** `<id>*`, `*<id>`, `*<id>*`, `<first characters>*`. */
  | "prefix-or-suffix"
  /** `<all but last>?`. */
  | "mask"
  /** `StringEqualsIgnoreCase`. */
  | "ignore-case"
  /** A list that still holds a retired ID. */
  | "old-id"
  /** `Principal *`, `NotPrincipal`, another account beside ours. */
  | "any-principal"
  /** Another role of ours may enter without an ID. */
  | "other-role";

/** Names the widest weakness that explains who got in. `opened` has at least one probe that had to be refused. */
export function weaknessOf(opened: readonly ProbeName[]): WeaknessClass {
  const has = (name: ProbeName) => opened.includes(name);
  if (has("none")) return "no-condition-or-if-exists";
  if (has("random")) return has("upper") ? "any-id" : "shared-prefix";
  if (has("doubled")) return "prefix-or-suffix";
  if (has("near-miss")) return "mask";
  if (has("upper")) return "ignore-case";
  if (opened.some(isRetired)) return "old-id";
  return has("outside-principal") ? "any-principal" : "other-role";
}
