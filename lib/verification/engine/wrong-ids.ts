import { assertSendable, LONGEST_EXTERNAL_ID, type SendableId } from "#lib/aws/sent-external-id.ts";
import type { RandomSource } from "./random-source.ts";

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i;

/** `ID.ID`, which starts with the correct ID, ends with it and contains it. Undefined if STS accepts nothing longer. */
export function doubledId(id: SendableId): SendableId | undefined {
  const doubled = `${id}.${id}`.slice(0, LONGEST_EXTERNAL_ID);
  return doubled === id ? undefined : assertSendable(doubled);
}

/** The ID in uppercase, or in lowercase if it is in uppercase already. Undefined for an ID without letters. */
export function upperCasedId(id: SendableId): SendableId | undefined {
  const other = id.toUpperCase() === id ? id.toLowerCase() : id.toUpperCase();
  return other === id ? undefined : assertSendable(other);
}

/** The ID with its last character replaced by another one of the same kind. */
export function nearMissOf(id: SendableId): SendableId {
  const last = id.at(-1) ?? "";
  const alphabet =
    ["0123456789", "abcdef", "ghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "-_+=,.@:/"].find((some) => some.includes(last)) ?? "";
  const next = alphabet[(alphabet.indexOf(last) + 1) % alphabet.length] ?? "";
  return assertSendable(`${id.slice(0, -1)}${next}`);
}

/**
 * A random ID of the same format: `sp-<UUID v4>` for an ID of the portal. In an ID of another product the UUID is replaced,
 * or else each character of the second half, so that a match on the common prefix of a vendor's IDs is detected.
 */
export function randomIdLike(id: SendableId, random: RandomSource): SendableId {
  for (;;) {
    const fresh = UUID.test(id) ? id.replace(UUID, random.uuid()) : redrawn(id, random);
    if (fresh.toLowerCase() !== id.toLowerCase()) return assertSendable(fresh);
  }
}

function redrawn(id: string, random: RandomSource): string {
  const pool = ["0123456789", "abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
  const start = Math.floor(id.length / 2);
  const redraw = (char: string) => {
    const alphabet = pool.find((some) => some.includes(char));
    return alphabet === undefined ? char : (alphabet[random.below(alphabet.length)] ?? char);
  };
  const fresh = id.slice(0, start) + [...id.slice(start)].map(redraw).join("");
  // If the second half has no letter or digit, eight characters are added; an ID at the limit of STS is shortened first.
  return /[A-Za-z0-9]/.test(id.slice(start)) ? fresh : `${id.slice(0, LONGEST_EXTERNAL_ID - 9)}${random.uuid().slice(0, 8)}`;
}

/** The ID with its middle masked, such as `sp-7f3c1e9a…e3b5`: enough to recognize it, and clearly not complete. */
export function maskedId(id: string): string {
  return id.length < 24 ? `${id.slice(0, Math.ceil(id.length / 4))}…` : `${id.slice(0, 11)}…${id.slice(-4)}`;
}
