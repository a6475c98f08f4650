import { expect, test } from "vitest";
import { changeOf } from "./record-dialogs.tsx";

test.each([
  ["", [], ["emea", "vip"]],
  ["emea, vip", [], []],
  [" VIP ,, emea,vip", [], []],
  ["vip, landing-zone-2", ["landing-zone-2"], ["emea"]],
] as const)("the text %j of tags adds %j and removes %j", (text, added, removed) => {
  expect(changeOf(["emea", "vip"], text)).toEqual({ added, removed });
});
