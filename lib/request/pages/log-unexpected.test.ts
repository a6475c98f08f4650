import { afterEach, expect, test, vi } from "vitest";
import { inRequest } from "#kernel/process/log.ts";
import { logUnexpected } from "./log-unexpected.ts";

afterEach(() => vi.restoreAllMocks());

test.each([["a request", "0123456789ab"] as const, ["no request", undefined] as const])(
  "in %s, the reference that a person sees is the request ID of the line, which has nothing of the error's message",
  (_where, requestId) => {
    const lines: string[] = [];
    vi.spyOn(process.stdout, "write").mockImplementation((text) => lines.push(String(text)) > 0);
    const fails = () => logUnexpected("test", new Error("token-1"));
    const reference = requestId === undefined ? fails() : inRequest(requestId, fails);
    expect(reference).toMatch(requestId ?? /^[0-9a-f]{12}$/);
    expect(lines.join("")).not.toContain("token-1");
    expect(JSON.parse(lines.join(""))).toMatchObject({ level: "error", where: "test", requestId: reference, error: { name: "Error" } });
  },
);
