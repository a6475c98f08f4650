import { afterEach, expect, test, vi } from "vitest";
import { logUnexpected } from "./log-unexpected.ts";

afterEach(() => vi.restoreAllMocks());

test("a log line has neither the message nor the parameters of an error or of its cause", () => {
  const lines: string[] = [];
  vi.spyOn(process.stderr, "write").mockImplementation((text) => lines.push(String(text)) > 0);
  const cause = Object.assign(new Error("arn:aws:iam::222222222222:role/secret-name"), { code: "23514", detail: "Failing row (token-1)" });
  const error = Object.assign(new Error("Failed query: params: token-1", { cause }), { parameters: ["token-1"] });

  const reference = logUnexpected("test", error);

  expect(lines.join("")).not.toMatch(/token-1|secret-name|222222222222/);
  expect(JSON.parse(lines.join(""))).toMatchObject({ where: "test", reference, error: { name: "Error", cause: { code: "23514" } } });
});
