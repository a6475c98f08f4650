import { expect, test } from "vitest";
import type { RoleSessionView } from "#lib/connections/role-sessions-view.ts";
import { outcomeWords, sourceIdentityWords } from "./session-words.ts";

const NAME = "sp-q4n7t2kx3m5bzw6r2vjd";
const session = (over: Partial<RoleSessionView>): RoleSessionView => ({
  ...{ seq: 1, at: 0, kind: "read", purpose: "search", who: "owner@acme.example", connectionId: "c", connectionName: "Acme" },
  ...{ roleId: null, region: "eu-central-1", sessionName: NAME, sourceIdentity: null, askedAgain: false },
  ...{ opened: [], refused: 0, unanswered: 0, runId: null, ...over },
});

test.each<[string, Partial<RoleSessionView>, string, string]>([
  ["a role that lets us set one", { opened: ["r"], sourceIdentity: NAME }, "Opened", NAME],
  ["one that was known not to", { opened: ["r"] }, "Opened", "None"],
  ["the call that was refused with one", { refused: 1, sourceIdentity: NAME }, "Refused with a source identity", NAME],
  [
    "the same without",
    { opened: ["r"], askedAgain: true },
    "Opened without a source identity",
    "None: the same call with one was refused a moment before",
  ],
  [
    "a role that refuses both ways",
    { refused: 1, askedAgain: true },
    "Refused",
    "None: the same call with one was refused a moment before",
  ],
  ["no answer", { unanswered: 1, sourceIdentity: NAME }, "No answer recorded", NAME],
  ["a check", { kind: "check", opened: ["a", "b"], refused: 5 }, "2 opened, 5 refused", "None: a check sets none"],
])("%s", (_name, over, outcome, identity) => {
  expect(outcomeWords(session(over))).toBe(outcome);
  expect(sourceIdentityWords(session(over))).toBe(identity);
});
