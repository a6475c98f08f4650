import { assertSendable, LONGEST_EXTERNAL_ID, type SendableId } from "#lib/aws/sent-external-id.ts";
import type { RandomSource } from "./random-source.ts";

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i;

/** `ID.ID`: begins and ends with the right one and contains it. Undefined for an ID so long that STS takes nothing longer. */
export function doubledId(id: SendableId): SendableId | undefined {
  const doubled = `${id}.${id}`.slice(0, LONGEST_EXTERNAL_ID);
  return doubled === id ? undefined : assertSendable(doubled);
}

/** The ID in the other case. Undefined for an ID without letters, where case cannot be told apart and opens nothing. */
export function upperCasedId(id: SendableId): SendableId | undefined {
  const other = id.toUpperCase() === id ? id.toLowerCase() : id.toUpperCase();
  return other === id ? undefined : assertSendable(other);
}

/** The ID with its last character changed to another one of its own kind, so that only the last place differs. */
export function nearMissOf(id: SendableId): SendableId {
  const last = id.at(-1) ?? "";
  const alphabet =
    ["0123456789", "abcdef", "ghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "-_+=,.@:/"].find((some) => some.includes(last)) ?? "";
  const next = alphabet[(alphabet.indexOf(last) + 1) % alphabet.length] ?? "";
  return assertSendable(`${id.slice(0, -1)}${next}`);
}

/**
 * A fresh ID of the same format: `sp-<uuid v4>` for ours, and for one that another product made the same text with its
 * UUID replaced, or with its second half re-drawn letter for letter, so that a prefix common to a vendor's IDs is seen.
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
  // Nothing to re-draw in the second half: something longer is surely another ID, or something shorter at the limit.
  return /[A-Za-z0-9]/.test(id.slice(start)) ? fresh : `${id.slice(0, LONGEST_EXTERNAL_ID - 9)}${random.uuid().slice(0, 8)}`;
}

/** Enough to recognise an ID of one's own, not enough to take it for the whole: `sp-7f3c1e9a…e3b5`. */
export function maskedId(id: string): string {
  return id.length < 24 ? `${id.slice(0, Math.ceil(id.length / 4))}…` : `${id.slice(0, 11)}…${id.slice(-4)}`;
}
