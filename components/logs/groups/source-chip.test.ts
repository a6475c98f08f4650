import { expect, test } from "vitest";
import { sourceChips } from "./source-choice.ts";

const sources = (...groups: string[]) => groups.map((group) => ({ connectionId: "c", region: "r", group }));

test("a single log group has no chip", () => {
  expect(sourceChips(sources("/app/api"))).toBeNull();
});

test("each log group is named by the shortest unique end of its name", () => {
  expect(sourceChips(sources("/app/payments/api", "/app/orders/api", "/app/web"))).toEqual(["payments/api", "orders/api", "web"]);
  expect(sourceChips(sources("/app/api", "/app/api"))).toEqual(["api", "api"]);
});
