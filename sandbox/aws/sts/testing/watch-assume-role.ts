import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { relative } from "node:path";
import { afterAll, afterEach, expect } from "vitest";
import { CALL_LOGGED, type CallLogEntry } from "#sandbox/aws/state/call-log.ts";
import { lacksExternalId } from "#sandbox/aws/sts/lacks-external-id.ts";

// Vitest setup file of every test that can start a sandbox. A test fails when the portal requests a usable session of a
// customer's role without an External ID. The sandbox's own tests are exempt, because they test such calls.
const lacking: CallLogEntry[] = [];
const isSandboxTest = relative(process.cwd(), expect.getState().testPath ?? "").startsWith("sandbox/");

function expectNoneMissing(): void {
  expect(lacking.splice(0), "AssumeRole without an External ID").toEqual([]);
}

if (!isSandboxTest) {
  const watch = (entry: unknown) => {
    if (lacksExternalId(entry as CallLogEntry)) lacking.push(entry as CallLogEntry);
  };
  subscribe(CALL_LOGGED, watch);
  afterEach(expectNoneMissing);
  afterAll(() => {
    // The next test file in this process evaluates this module again.
    unsubscribe(CALL_LOGGED, watch);
    expectNoneMissing();
  });
}
