import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { ACTION_KINDS, type ActionKind } from "#kernel/staff-action.ts";
import { VERDICTS } from "#kernel/verification/verdict.ts";
import { ACTIONS, actionTitle, changesStatus, itemWords } from "./action-view.ts";

const functions = readFileSync("db/functions/staff-actions.sql", "utf8");
/** The texts in quotes within one function of the file. */
const quoted = (name: string) => {
  const body = functions.split(`function ${name}(`)[1]?.split("end $$;")[0] ?? "";
  return [...body.matchAll(/(?:then|else|return|:=|select) '([a-z]+(?:-[a-z]+)*)'/g)].map(([, word]) => word ?? "");
};

test("every reason for which the database skips, refuses or fails an item has a text", () => {
  const states = ["waiting", "running", "done", "failed", "refused", "skipped", "stopped"];
  const words = [...quoted("skipped_because"), ...quoted("perform_action_item"), ...VERDICTS, "no-run", "job-failed"].filter(
    (word) => !states.includes(word),
  );
  expect(words.length).toBeGreaterThan(20);
  expect(words.filter((word) => itemWords(word) === word)).toEqual([]);
});

test("every kind of action has its words, and a title that names what it is about and how many", () => {
  expect(Object.keys(ACTIONS).toSorted()).toEqual([...ACTION_KINDS].toSorted());
  expect(actionTitle("verify", 1, null)).toBe("Verify 1 connection");
  expect(actionTitle("suspend", 1200, null)).toBe("Suspend 1,200 customers");
  expect(actionTitle("untag", 2, "pilot")).toBe("Remove tag “pilot” from 2 customers");
});

test("only kinds that change a status have one to show", () => {
  expect(Object.keys(ACTIONS).filter((kind) => changesStatus(kind as ActionKind))).toEqual(["verify", "suspend", "resume"]);
});
