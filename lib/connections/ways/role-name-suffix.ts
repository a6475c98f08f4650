import { randomInt } from "node:crypto";

const LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";

/** Twelve characters (60 bits) that make a role's name one that nobody can guess. Kept with the connection, so that every way names the same role. */
export function newRoleNameSuffix(): string {
  return Array.from({ length: 12 }, () => LETTERS[randomInt(LETTERS.length)]).join("");
}
