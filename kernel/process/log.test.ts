import { readFileSync } from "node:fs";
import { setImmediate as turn } from "node:timers/promises";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { inRequest, log, newRequestId } from "./log.ts";

const PACKAGE: { version: string } = JSON.parse(readFileSync("package.json", "utf8"));
let lines: string[];
beforeEach(() => {
  lines = [];
  vi.spyOn(process.stdout, "write").mockImplementation((text) => lines.push(String(text)) > 0);
});
afterEach(() => vi.restoreAllMocks());

test("of an error and its causes, a line has no message, parameter, detail, or position that only the message contains", () => {
  const cause = Object.assign(new Error("arn:aws:iam::222222222222:role/secret-name\n    at secret-name (file:///x.ts:1:1)"), {
    code: "23514",
    constraint: "one_open_run",
    detail: "Failing row (token-1)",
  });
  const error = Object.assign(new Error("Failed query: params: token-1", { cause }), { parameters: ["token-1"] });
  log("error", "job failed", {}, Object.assign(error, { code: "code with token-1", name: "Name with token-1" }));
  expect(lines.join("")).not.toMatch(/token-1|secret-name|222222222222/);
  expect(JSON.parse(lines.join(""))).toMatchObject({
    event: "job failed",
    error: {
      name: "Error",
      at: expect.arrayContaining([expect.stringContaining("log.test.ts")]),
      cause: { code: "23514", constraint: "one_open_run" },
    },
  });
});

test("what looks like an ARN, an email address or an External ID in a fact is not written", () => {
  const secrets = {
    role: "arn:aws-cn:iam::1:role/x",
    address: "ana@acme.example",
    sent: "called with sp-0b8f2d6e-93a1-4c47-8f5e-2b7d6c1a9e04",
  };
  log("info", "started", { ...secrets, job: "0b8f2d6e-93a1-4c47-8f5e-2b7d6c1a9e04" });
  expect(JSON.parse(lines.join(""))).toMatchObject({
    role: "[redacted]",
    address: "[redacted]",
    sent: "called with [redacted]",
    job: "0b8f2d6e-93a1-4c47-8f5e-2b7d6c1a9e04",
  });
});

test("a thrown value that is no error is logged by its type only", () => {
  log("error", "job failed", {}, "token-1");
  expect(JSON.parse(lines.join("")).error).toEqual({ name: "string" });
});

test("each line has time, level, event and version, and within a request the request's ID, and nothing of another request", async () => {
  const ids = [newRequestId(), newRequestId()];
  await Promise.all(
    ids.map((id) =>
      inRequest(id, async () => {
        await turn();
        log("warn", "slow", { of: id });
      }),
    ),
  );
  log("info", "stopped");
  const read = lines.map((line) => JSON.parse(line));
  expect(read.slice(0, 2).map(({ requestId }) => requestId)).toEqual(read.slice(0, 2).map(({ of }) => of));
  expect(read[2]).toEqual({ time: expect.stringMatching(/Z$/), level: "info", event: "stopped", version: PACKAGE.version });
});
