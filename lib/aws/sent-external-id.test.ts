import { expect, test } from "vitest";
import { ExternalId } from "#kernel/aws/external-id.ts";
import {
  assertSendable,
  externalIdParameter,
  LONGEST_EXTERNAL_ID,
  noExternalId,
  parseSendableId,
  type SentExternalId,
  sendableId,
} from "./sent-external-id.ts";

const OURS = "sp-7f3c1e9a-52d4-4b8e-9c07-1d6a2f84e3b5";

test.each(["", "x", "a b", " ab", "ab ", "ab\n", "äb", "a%b", "a&b", "a*b", "x".repeat(LONGEST_EXTERNAL_ID + 1)])(
  "STS does not accept %j as an External ID, and nor does the portal",
  (typed) => {
    expect(parseSendableId(typed)).toEqual({ kind: "problem" });
    expect(() => assertSendable(typed)).toThrow(new TypeError("STS does not accept this External ID"));
  },
);

test.each([undefined, null, 12, ["ab"], { toString: () => "ab" }])("%j is not a string, although it can be converted to one", (value) => {
  expect(() => assertSendable(value as unknown as string)).toThrow(TypeError);
});

test("everything that STS accepts is sent unchanged", () => {
  for (const typed of ["ab", "AZaz09_+=,.@:/-", "x".repeat(LONGEST_EXTERNAL_ID)]) {
    expect(parseSendableId(typed)).toEqual({ kind: "id", value: typed });
    expect(assertSendable(typed)).toBe(typed);
  }
});

test("an ID from Postgres is sent unchanged", () => {
  const id = sendableId(ExternalId.parse(OURS));
  expect(externalIdParameter({ kind: "id", value: id })).toEqual({ ExternalId: OURS });
});

test("the parameter is left out only for `noExternalId`", () => {
  expect(externalIdParameter(noExternalId)).toEqual({});
  for (const unsaid of [undefined, null, {}, { kind: "" }, { kind: "id" }, { kind: "id", value: "" }])
    expect(() => externalIdParameter(unsaid as SentExternalId)).toThrow(TypeError);
  expect(() => externalIdParameter({ kind: "nothing" } as unknown as SentExternalId)).toThrow(
    "AssumeRole needs an External ID, or noExternalId",
  );
});
