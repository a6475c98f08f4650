import { expect, test } from "vitest";
import { sendable } from "#lib/verification/testing/scripted-run.ts";
import type { RandomSource } from "./random-source.ts";
import { doubledId, maskedId, nearMissOf, randomIdLike, upperCasedId } from "./wrong-ids.ts";

const UUID = "11111111-2222-4333-8444-555555555555";
/** Chance that always falls on the first choice, or on the last one. */
const first: RandomSource = { uuid: () => UUID, below: () => 0 };
const last: RandomSource = { uuid: () => UUID, below: (limit) => limit - 1 };

test("a doubled ID is cut at STS's limit, and left out when nothing of the second half is left", () => {
  expect(doubledId(sendable("ab"))).toBe("ab.ab");
  const long = sendable("a".repeat(1223));
  expect(doubledId(long)).toBe(`${long}.`);
  expect(doubledId(sendable("a".repeat(1224)))).toBeUndefined();
});

test("the other case is capitals, and small letters for an ID that has capitals alone; without letters there is none", () => {
  expect(upperCasedId(sendable("sp-aB1"))).toBe("SP-AB1");
  expect(upperCasedId(sendable("SP-AB1"))).toBe("sp-ab1");
  expect(upperCasedId(sendable("12-34"))).toBeUndefined();
});

test.each([
  ["x0", "x1"],
  ["x9", "x0"],
  ["xa", "xb"],
  ["xf", "xa"],
  ["xg", "xh"],
  ["xz", "xg"],
  ["xA", "xB"],
  ["xZ", "xA"],
  ["x-", "x_"],
  ["x/", "x-"],
])("a near miss of %s is %s: another character of its kind at the last place", (id, missed) => {
  expect(nearMissOf(sendable(id))).toBe(missed);
});

test("a random ID has its own UUID where there is one, whatever case it was in", () => {
  expect(randomIdLike(sendable(`acme-0b1c2d3e-4f50-4a6b-8c7d-9e0f1a2b3c4d.x`), first)).toBe(`acme-${UUID}.x`);
  expect(randomIdLike(sendable(`acme-0B1C2D3E-4F50-4A6B-8C7D-9E0F1A2B3C4D`), first)).toBe(`acme-${UUID}`);
});

test.each([
  ["cut short", "0b1c2d3e-4f50-4a6b-8c7d-9e0f1a2b3c4"],
  ["with a letter that is no hexadecimal digit", "0b1c2d3g-4f50-4a6b-8c7d-9e0f1a2b3c4d"],
])("a UUID %s is text like any other: its first half stays", (_how, id) => {
  const fresh = randomIdLike(sendable(id), first);
  expect(fresh.slice(0, 17)).toBe(id.slice(0, 17));
  expect(fresh).not.toContain(UUID.slice(0, 8));
});

test("the second half is drawn anew, each character of its own kind", () => {
  expect(randomIdLike(sendable("acmeacme5xY-"), first)).toBe("acmeacaa0aA-");
  expect(randomIdLike(sendable("acmeacme5xY-"), last)).toBe("acmeaczz9zZ-");
});

test("an ID with nothing to draw in its second half gets eight characters more, within STS's limit", () => {
  expect(randomIdLike(sendable("ab--"), first)).toBe(`ab--${UUID.slice(0, 8)}`);
  const longest = sendable("-".repeat(1224));
  expect(randomIdLike(longest, first)).toBe(`${"-".repeat(1215)}${UUID.slice(0, 8)}`);
});

test("the right ID is never drawn, in neither case: chance is asked again", () => {
  const draws = [UUID.toUpperCase(), UUID, "99999999-2222-4333-8444-555555555555"];
  const random: RandomSource = { uuid: () => draws.shift() ?? "", below: () => 0 };
  expect(randomIdLike(sendable(`sp-${UUID}`), random)).toBe("sp-99999999-2222-4333-8444-555555555555");
});

test.each([
  ["ab", "a…"],
  ["abcdefgh", "ab…"],
  ["abcdefghijklmnopqrstuvw", "abcdef…"],
  ["abcdefghijklmnopqrstuvwx", "abcdefghijk…uvwx"],
])("%s is shown as %s", (id, shown) => {
  expect(maskedId(id)).toBe(shown);
});
