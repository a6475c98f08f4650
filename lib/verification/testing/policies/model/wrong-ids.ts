import type { Setting } from "./setting.ts";
import { listOf, type TrustDocument } from "./trust-document.ts";

/** The External IDs that STS accepts; nobody can send any other. */
const SENDABLE = /^[\w+=,.@:/-]{2,1224}$/;
/** The format of the portal's External IDs. */
export const OUR_FORMAT = /^sp-[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** Wrong IDs that this policy could accept: known IDs, variations of the correct one, and values in the policy. */
export function wrongIds(document: TrustDocument, setting: Setting): readonly string[] {
  const { externalId: id, retired, retiredElsewhere, issuedToOthers } = setting;
  const known = [...retired, ...retiredElsewhere, ...issuedToOthers];
  const near = [`${id}.${id}`, id.toUpperCase(), ...lastChanged(id).slice(0, 3), changed(id, 3), changed(id, 20)];
  const around = [
    `${id}x`,
    `x${id}`,
    `x${id}x`,
    id.slice(0, -1),
    id.slice(1),
    id.replace("sp-", "SP-"),
    `${id}.${id}.${id}`,
    "another-product-1",
  ];
  const written = writtenIn(document).flatMap((value) => [value, value.toUpperCase(), value.toLowerCase(), ...filledMask(value)]);
  const permitted = new Set([id, setting.retiring]);
  return [...new Set([...known, ...near, ...around, ...written])].filter((each) => SENDABLE.test(each) && !permitted.has(each));
}

/** The ID with its last character replaced by each of the fifteen other hexadecimal digits. */
export function lastChanged(id: string): readonly string[] {
  return [..."0123456789abcdef"].map((char) => `${id.slice(0, -1)}${char}`).filter((other) => other !== id);
}

function changed(id: string, place: number): string {
  return `${id.slice(0, place)}${id[place] === "0" ? "1" : "0"}${id.slice(place + 1)}`;
}

/** The values of all conditions on the External ID: as written, without variables, and with the defaults of variables. */
export function writtenIn(document: TrustDocument): readonly string[] {
  return writtenValues(document).flatMap((value) => [
    value,
    value.replaceAll(/\$\{[^}]*\}/g, ""),
    value.replaceAll(/\$\{[^},]*, *'([^']*)' *\}/g, "$1"),
  ]);
}

function writtenValues({ Statement }: TrustDocument): readonly string[] {
  const conditions = Statement.flatMap(({ Condition }) => Object.entries(Condition ?? {})).filter(([operator]) => operator !== "Null");
  return conditions
    .flatMap(([, keys]) => Object.entries(keys))
    .flatMap(([key, values]) => (key.toLowerCase() === "sts:externalid" ? listOf(values) : []));
}

/** IDs that match a pattern: its wildcards are replaced by short, long and hexadecimal text. */
function filledMask(mask: string): readonly string[] {
  const [star, place] = [/\*/g, /\?/g];
  return [
    mask.replace(star, "").replace(place, "x"),
    mask.replace(star, "x").replace(place, "0"),
    mask.replace(star, "zz.9").replace(place, "a"),
    mask.replace(star, "-4000-8000-000000000000").replace(place, "4"),
  ];
}
