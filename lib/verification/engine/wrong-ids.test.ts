import { expect, test } from "vitest";
import { sendable } from "#lib/verification/testing/scripted-run.ts";
import { doubledId, maskedId, nearMissOf, type RandomSource, randomIdLike, upperCasedId } from "./probe.ts";

const UUID = "11111111-2222-4333-8444-555555555555";
/** Sources that always pick the first or the last choice. */
const first: RandomSource = { uuid: () => UUID, below: () => 0 };
const last: RandomSource = { uuid: () => UUID, below: (limit) => limit - 1 };

test("a doubled ID is cut at the limit of STS, and left out if it would equal the ID", () => {
  expect(doubledId(sendable("ab"))).toBe("ab.ab");
  const long = sendable("a".repeat(1223));
  expect(doubledId(long)).toBe(`${long}.`);
  expect(doubledId(sendable("a".repeat(1224)))).toBeUndefined();
});

test("the other case is uppercase, or lowercase for an uppercase ID; an ID with only digits has none", () => {
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
])("the near miss of %s is %s: the last character is another one of its kind", (id, missed) => {
  expect(nearMissOf(sendable(id))).toBe(missed);
});

test("a random ID has another UUID in place of the UUID in the ID, in any case", () => {
  expect(randomIdLike(sendable(`acme-0b1c2d3e-4f50-4a6b-8c7d-9e0f1a2b3c4d.x`), first)).toBe(`acme-${UUID}.x`);
  expect(randomIdLike(sendable(`acme-0B1C2D3E-4F50-4A6B-8C7D-9E0F1A2B3C4D`), first)).toBe(`acme-${UUID}`);
});

test.each([
  ["cut short", "0b1c2d3e-4f50-4a6b-8c7d-9e0f1a2b3c4"],
  ["with a character that is not a hexadecimal digit", "0b1c2d3g-4f50-4a6b-8c7d-9e0f1a2b3c4d"],
])("a UUID %s counts as plain text, so its first half stays", (_how, id) => {
  const fresh = randomIdLike(sendable(id), first);
  expect(fresh.slice(0, 17)).toBe(id.slice(0, 17));
  expect(fresh).not.toContain(UUID.slice(0, 8));
});

test("the second half is replaced, each character by one of its kind", () => {
  expect(randomIdLike(sendable("acmeacme5xY-"), first)).toBe("acmeacaa0aA-");
  expect(randomIdLike(sendable("acmeacme5xY-"), last)).toBe("acmeaczz9zZ-");
});

test("an ID without letters or digits in its second half gets eight more characters, within the limit of STS", () => {
  expect(randomIdLike(sendable("ab--"), first)).toBe(`ab--${UUID.slice(0, 8)}`);
  const longest = sendable("-".repeat(1224));
  expect(randomIdLike(longest, first)).toBe(`${"-".repeat(1215)}${UUID.slice(0, 8)}`);
});

test("the result never equals the ID in any case: another one is drawn", () => {
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
