import { describe, expect, test } from "vitest";
import { commandsOfStandardClass, refuseQueryText } from "./refuse-text.ts";
import { findRefusal } from "./shared/find-refusal.ts";

const sentence = (text: string) => refuseQueryText(text)?.fields?.["text"] ?? "accepted";

describe("a query that names log groups itself is refused at its field", () => {
  test.each([
    "SOURCE '/other'",
    'source "/other" | fields @message',
    "SOURCE logGroups(namePrefix: ['/other'])",
    "SOURCE # a comment\n  logGroups()",
    "# a comment\n\n SOURCE '/other' START=-3600s END=0s",
    "SOURCE\u00a0'/other'",
    "fields @message | SOURCE '/other'",
    "fields @message | # why\n SOURCE [x, y]",
    "SOURCE /aws/lambda/other",
    "SOURCE (logGroups())",
    "SOURCE `other`",
    "filter id in (SOURCE '/other' | fields id)",
    "filter id in ( # hidden\nsource logGroups() | fields id)",
    "filter x | join type=inner left=a right=b where a.id=b.id (SOURCE '/other')",
    "filter x | JOIN left=a right=b where a.id=b.id (other)",
    "fields dataSource('x')",
    "filter @message like \"#\" | source '/other'",
    "filter @message like /\"/ | source '/other' | filter a like /\"/",
    "filter @message = 'it\\'s' | source '/other'",
  ])("%s", (text) => {
    expect(sentence(text)).toMatch(/log group/);
  });
});

test.each(["fields unmask(@message)", "fields @message | unmask @message", "fields UNMASK # x\n (email)", "stats count(unmask(a))"])(
  "%s is refused, because it would show masked data",
  (text) => {
    expect(sentence(text)).toMatch(/masked/);
  },
);

test("control characters are refused, because AWS could read them differently", () => {
  expect(sentence("fields @message |\u0000SOURCE 'x'")).toMatch(/control characters/);
});

describe("a field or a text with such a name is accepted", () => {
  test.each([
    'filter source = "aws.ec2"',
    'filter (source = "aws.ec2" or source like /s3/)',
    "filter (source in ['a']) and (source not like 'b')",
    "stats count(*) by source",
    "stats count(source), max(join) by bin(5m)",
    "fields source, detail.source, eventSource | sort source desc",
    "fields @message | filter @message like 'SOURCE of trouble'",
    "fields @message # SOURCE\n| limit 5\n",
    "filter joined = 1 | fields join",
    "filter unmasked = true | fields unmask, x.unmask",
    "parse @message 'source=*' as source | display source",
  ])("%s", (text) => {
    expect(refuseQueryText(text)).toBeUndefined();
  });
});

test("a text made to be slow is read in time that does not explode with its length", () => {
  // Each of these would need hours if the patterns could be matched in many ways.
  for (const text of ["#|", "(\n", "| # \n", "source ", "|#source#\n"]) expect(sentence(text.repeat(10_000 / text.length))).toBeDefined();
});

test("the commands that the Infrequent Access class doesn't run are found where a command can be", () => {
  expect(commandsOfStandardClass("fields @message | pattern @message | diff")).toEqual(["pattern", "diff"]);
  expect(commandsOfStandardClass("FILTERINDEX a = 1")).toEqual(["filterIndex"]);
  expect(commandsOfStandardClass("filter pattern = 'diff' | stats count(anomaly)")).toEqual([]);
});

test.each([
  ["fields a | # source of it\n SOURCE # why\n '/other'", "SOURCE"],
  ["filter id in (source logGroups() | fields id)", "source"],
  ["fields a | join left=a right=b where a.id=b.id (x)", "join"],
  ["fields dataSource('x')", "dataSource"],
  ["fields a, unmask(b)", "unmask"],
  ["fields a | # unmask\n unmask b", "unmask"],
  ["fields a\u0007", "\u0007"],
])("the word for which %j is refused is found, so that the editor can mark it", (text, word) => {
  const { start, end } = findRefusal(text)?.at ?? { start: 0, end: 0 };
  expect(text.slice(start, end)).toBe(word);
  expect(start).toBe(text.lastIndexOf(word));
});
