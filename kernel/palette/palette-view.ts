import type { ConnectionStatus } from "#kernel/verification/connection-status.ts";

/** What the command palette finds in the database. The browser remembers those that were opened, by kind and ID only. */
export const PALETTE_KINDS = ["customer", "connection", "saved-search", "saved-query"] as const;
export type PaletteKind = (typeof PALETTE_KINDS)[number];

/** Something that was opened before. */
export interface PaletteRecent {
  readonly kind: PaletteKind;
  readonly id: string;
}

/** The most of them that a browser remembers. */
export const MOST_RECENT = 8;
/** The longest text, in characters: longer than any ID, and than the beginning of a name that anyone types. */
export const LONGEST_PALETTE_TEXT = 100;

/** Something that a person can go to. */
export interface PaletteMatch {
  readonly kind: PaletteKind | "log-group" | "saved-view" | "person";
  /** Null for what has none. */
  readonly id: string | null;
  readonly text: string;
  /** Where it is, or how much of it there is. */
  readonly detail: string;
  readonly status: ConnectionStatus | "suspended" | null;
  readonly href: string;
}

/** An action that a person can start. Its page asks for confirmation, or has the button focused that runs it. */
export interface PaletteAct {
  readonly id: string;
  readonly text: string;
  /** How much it would touch. */
  readonly detail: string;
  readonly href: string;
  /** Why it can't be run; null if it can. */
  readonly unavailable: string | null;
}

/** At most five of each kind, the best first, and six actions. */
export interface PaletteAnswer {
  readonly matches: readonly PaletteMatch[];
  /** What was saved, if the text is empty. */
  readonly saved: readonly PaletteMatch[];
  readonly acts: readonly PaletteAct[];
}

/** The most of a kind in an answer. */
export const MOST_OF_KIND = 5;
export const MOST_ACTS = 6;
const MOST_WORDS = 6;

/** The words of a text, in lowercase. */
export function paletteWords(text: string): readonly string[] {
  return text.toLowerCase().split(/\s+/).filter(Boolean).slice(0, MOST_WORDS);
}

/** Whether every word occurs in the text. */
export function hasAllWords(text: string, words: readonly string[]): boolean {
  const lower = text.toLowerCase();
  return words.every((word) => lower.includes(word));
}
