import { subscribe } from "node:diagnostics_channel";
import { relative } from "node:path";
import { afterAll, afterEach, expect } from "vitest";
import { CALL_LOGGED, type CallLogEntry } from "#sandbox/aws/state/call-log.ts";
import { lacksExternalId } from "#sandbox/aws/sts/lacks-external-id.ts";

// A setup file of every test that may start a sandbox: whatever a test is about, no call of the product's may ask for a
// usable session of a customer's role without an External ID. The sandbox's own tests try what AWS does then.
const lacking: CallLogEntry[] = [];
const ofTheSandbox = relative(process.cwd(), expect.getState().testPath ?? "").startsWith("sandbox/");

function noneLacks(): void {
  expect(lacking.splice(0), "AssumeRole without an External ID").toEqual([]);
}

if (!ofTheSandbox) {
  subscribe(CALL_LOGGED, (entry) => {
    if (lacksExternalId(entry as CallLogEntry)) lacking.push(entry as CallLogEntry);
  });
  afterEach(noneLacks);
  afterAll(noneLacks);
}
