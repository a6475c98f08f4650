import { expect, test } from "vitest";
import type { RoleSessionView } from "#lib/session-history/shared/role-sessions-view.ts";
import { outcomeWords, sourceIdentityWords } from "./session-words.ts";

const NAME = "sp-q4n7t2kx3m5bzw6r2vjd";
const session = (over: Partial<RoleSessionView>): RoleSessionView => ({
  ...{ seq: 1, at: 0, kind: "read", purpose: "search", who: "owner@acme.example", connectionId: "c", connectionName: "Acme" },
  ...{ roleId: null, region: "eu-central-1", sessionName: NAME, sourceIdentity: null, askedAgain: false },
  ...{ opened: [], refused: 0, unanswered: 0, runId: null, ...over },
});

test.each<[string, Partial<RoleSessionView>, string, string]>([
  ["a role that lets us set one", { opened: ["r"], sourceIdentity: NAME }, "Allowed", NAME],
  ["one that was known not to", { opened: ["r"] }, "Allowed", "None"],
  ["the call that was refused with one", { refused: 1, sourceIdentity: NAME }, "Denied with a source identity", NAME],
  [
    "the same without",
    { opened: ["r"], askedAgain: true },
    "Allowed without a source identity",
    "None: the same call with a source identity was denied before",
  ],
  [
    "a role that refuses both ways",
    { refused: 1, askedAgain: true },
    "Denied",
    "None: the same call with a source identity was denied before",
  ],
  ["no answer", { unanswered: 1, sourceIdentity: NAME }, "No response recorded", NAME],
  ["a check", { kind: "check", opened: ["a", "b"], refused: 5 }, "2 allowed, 5 denied", "None: verifications don’t set one"],
])("%s", (_name, over, outcome, identity) => {
  expect(outcomeWords(session(over))).toBe(outcome);
  expect(sourceIdentityWords(session(over))).toBe(identity);
});
