import { expect, test } from "vitest";
import { useSandbox } from "#sandbox/aws/protocol/testing/use-sandbox.ts";
import { factFiles } from "./testing/all-facts.ts";
import { expandParameters } from "./testing/expand-parameters.ts";
import type { Fact } from "./testing/fact.ts";
import { makeCall, setUp } from "./testing/make-call.ts";
import { differences } from "./testing/match-answer.ts";

const { sandbox, control } = useSandbox();

const all = factFiles.flatMap(({ name, file }) => file.facts.map((fact) => ({ name, file, fact, title: fact.title })));

test.each(all)("$name: $title", async ({ file, fact }) => {
  await control("POST", "reset");
  const context = await setUp(sandbox().url, file, fact);
  const reply = await makeCall(sandbox().url, fact.call, context);
  const { status, code, message, has, fields } = expandParameters(fact.answer, context) as Fact["answer"];
  expect({ status: reply.status, code: reply.code }, reply.message).toEqual({ status, code });
  if (message !== undefined) expect(reply.message).toBe(message);
  if (has !== undefined) expect(reply.message).toContain(has);
  if (fields !== undefined) expect(differences(fields, reply.body)).toEqual([]);
});

test("there are at least 500 facts; each has a source, and no two have the same title", () => {
  expect(all.length).toBeGreaterThanOrEqual(500);
  const titles = all.map(({ name, title }) => `${name}: ${title}`);
  expect(titles.filter((title, i) => titles.indexOf(title) !== i)).toEqual([]);
  const sources = all.map(({ file, fact, title }) => [title, file.sources[fact.source]]);
  expect(sources.filter(([, source]) => !/^https:\/\/\S+$/.test(source ?? ""))).toEqual([]);
});
