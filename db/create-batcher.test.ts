import { expect, test } from "vitest";
import { createBatcher } from "./create-batcher.ts";

/** A batcher whose `ask` answers with `read`, and the questions of each call so far. */
function table(read: (question: string) => string, groupOf: (question: string) => string = () => "") {
  const statements: (readonly string[])[] = [];
  const ask = createBatcher(groupOf, async (questions: readonly string[]) => {
    statements.push(questions);
    return questions.map(read);
  });
  return { ask, statements };
}

test("questions of one turn share one call, and each gets its own answer", async () => {
  const { ask, statements } = table((question) => `answer to ${question}`);
  const asked = Array.from({ length: 60 }, (_, n) => `question ${n % 20}`);
  expect(await Promise.all(asked.map(ask))).toEqual(asked.map((question) => `answer to ${question}`));
  expect(statements).toEqual([asked]);
});

test("a question never joins a call that was already sent, whose answer may be outdated", async () => {
  let state = "open";
  const answered: (() => void)[] = [];
  const ask = createBatcher(
    () => "",
    async (questions: readonly string[]) => {
      const read = questions.map(() => state);
      await new Promise<void>((resolve) => answered.push(resolve));
      return read;
    },
  );
  const before = ask("may it be read?");
  await new Promise(setImmediate);
  expect(answered).toHaveLength(1);
  state = "closed";
  const after = ask("may it be read?");
  await new Promise(setImmediate);
  for (const resolve of answered) resolve();
  expect([await before, await after]).toEqual(["open", "closed"]);
});

test("questions of two groups never share a call", async () => {
  const { ask, statements } = table(
    (question) => question,
    (question) => question.slice(0, 1),
  );
  await Promise.all(["a1", "b1", "a2", "b2", "c1"].map(ask));
  expect(statements).toEqual([["a1", "a2"], ["b1", "b2"], ["c1"]]);
});

test("a question that fails does not make others fail", async () => {
  const { ask, statements } = table((question) => {
    if (question === "foreign") throw new Error("not found");
    return question;
  });
  const outcomes = await Promise.allSettled(["own", "foreign", "own too"].map(ask));
  expect(outcomes.map((outcome) => (outcome.status === "fulfilled" ? outcome.value : String(outcome.reason)))).toEqual([
    "own",
    "Error: not found",
    "own too",
  ]);
  expect(statements).toHaveLength(4);
});

test("a call has at most a hundred questions", async () => {
  const { ask, statements } = table((question) => question);
  const asked = Array.from({ length: 250 }, (_, n) => String(n));
  expect(await Promise.all(asked.map(ask))).toEqual(asked);
  expect(statements.map((questions) => questions.length)).toEqual([100, 100, 50]);
});
