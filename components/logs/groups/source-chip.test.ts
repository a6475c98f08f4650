import { expect, test } from "vitest";
import { sourceChips } from "./flow-choice.ts";

const sources = (...groups: string[]) => groups.map((group) => ({ connectionId: "c", region: "r", group }));

test("a single log group needs no chip", () => {
  expect(sourceChips(sources("/app/api"))).toBeNull();
});

test("each log group is named by as much of its end as tells it apart", () => {
  expect(sourceChips(sources("/app/payments/api", "/app/orders/api", "/app/web"))).toEqual(["payments/api", "orders/api", "web"]);
  expect(sourceChips(sources("/app/api", "/app/api"))).toEqual(["api", "api"]);
});
