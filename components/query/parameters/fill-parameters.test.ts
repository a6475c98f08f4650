import { describe, expect, test } from "vitest";
import { commandsOf, tokenizeQuery } from "#components/query/language/tokenize-query.ts";
import { fillParameters, parametersIn, placeInTemplate, problemOfParameters, problemOfValue } from "./fill-parameters.ts";

const usesIn = (text: string) => parametersIn(text).map(({ name, uses }) => `${name}: ${uses.join(", ")}`);

describe("no value can end what it is in, or add a command", () => {
  const PLACES = [
    'filter service = "{{x}}" | limit 5',
    "filter service = '{{x}}' | limit 5",
    'filter service = "a\\\\{{x}}" | limit 5',
    'filter service = "\\"{{x}}" | limit 5',
    "filter @message like /a{{x}}b/ | limit 5",
    "filter @message like /a\\\\{{x}}b/ | limit 5",
    "filter @message like /[{{x}}]/ | limit 5",
    'parse @message "id={{x}} *" as id | limit 5',
    "parse @message /(?<id>{{x}})/ | limit 5",
    "filter service = {{x}} | limit 5",
    "filter service in [{{x}}, {{x}}] | limit 5",
    "filter `{{x}}` = 1 | limit 5",
    "stats count(*) by bin({{x}}) | limit 5",
    "fields a / 2 as b | filter b = {{x}} | limit 5",
    "filter a / 2 > {{x}} | limit 5",
    "filter a = 1 | limit {{x}}",
  ];
  const VALUES = [
    '" | filter 1 = 1 #',
    "' | filter 1 = 1 #",
    '\\" | filter 1 = 1 #',
    "\\' | filter 1 = 1 #",
    "/ | filter 1 = 1 #",
    "\\/ | filter 1 = 1 #",
    "` | filter 1 = 1 #",
    "\\` | filter 1 = 1 #",
    ") | filter 1 = 1 #",
    "5 | filter 1 = 1",
    "5m) | filter 1 = 1 #",
    "x\n| filter 1 = 1",
    "x\r| filter 1 = 1",
    "x\u2028| filter 1 = 1",
    "\\",
    "\\\\",
    '"',
    "'",
    "/",
    "]",
    "]/ | filter 1 = 1 #",
    "#",
    "{{x}}",
    "$&",
    "a\\",
    "5",
    "5m",
  ];
  /** The kinds of the tokens of each command. A text and a number are both a literal. */
  const shape = (text: string) =>
    commandsOf(tokenizeQuery(text)).map((tokens) =>
      tokens.map(({ kind }) => (kind === "string" || kind === "number" ? "literal" : kind)).join(" "),
    );
  test.each(PLACES)("%s", (text) => {
    const [parameter] = parametersIn(text);
    let inserted = 0;
    for (const value of VALUES) {
      if (parameter === undefined || problemOfValue(parameter, value) !== null) continue;
      inserted += 1;
      const filled = fillParameters(text, { x: value });
      // A bare value becomes one text or one number; all other tokens are those of the query.
      const isLiteral = parameter.uses.some((use) => use === "value" || use === "number" || use === "count" || use === "period");
      const expected = shape(text.replaceAll("{{x}}", () => (isLiteral ? "5" : "x")));
      expect(shape(filled), filled).toEqual(expected);
      expect(
        tokenizeQuery(filled).some(({ kind }) => kind === "comment"),
        filled,
      ).toBe(false);
    }
    expect(inserted).toBeGreaterThan(0);
  });

  test("a brace behind a backslash begins no parameter, because the backslash would change the value", () => {
    for (const text of ['filter a = "\\{{x}}"', "filter a like /\\{{x}}/"]) expect(parametersIn(text)).toEqual([]);
  });

  test.each(['filter a = "b\n{{x}}"', "filter a = 'b {{x}}", "filter a like /b {{x}}", "filter `a {{x}}", 'filter a = "b {{x}}\\"'])(
    "values are not inserted into a query with an open text: %s",
    (text) => {
      expect(problemOfParameters(text)).toMatch(/^This query has parameters, so every quotation mark/);
      expect(() => fillParameters(text, { x: "1" })).toThrow(RangeError);
    },
  );
});

test("an empty value, one that is too long and one with control characters are refused at the field", () => {
  const service = { name: "service", uses: ["text"] } as const;
  expect(problemOfValue(service, " ")).toBe("Enter a value.");
  expect(problemOfValue(service, "x".repeat(1025))).toMatch(/1,024/);
  expect(problemOfValue(service, "a\tb")).toMatch(/control characters/);
  expect(problemOfValue(service, 'O\'Brien "x" \\')).toBeNull();
  expect(() => fillParameters('filter a = "{{service}}"', {})).toThrow(RangeError);
  expect(() => fillParameters("filter a = {{constructor}}", {})).toThrow(RangeError);
});

test.each([
  ["stats count(*) by bin({{p}})", "5", "Enter a period, for example 5m or 1h."],
  ["limit {{p}}", "5.5", "Enter a whole number."],
  ["filter a / 2 > {{p}}", "x", "Enter a number. To use text, put the parameter in quotation marks."],
  ['parse @message "a {{p}} *" as b', "*", "A value in the pattern of parse can’t contain an asterisk."],
  ["filter `{{p}}` = 1", "a`b", "The name of a field can’t contain backticks or backslashes here."],
])("in %s the value %s is refused at the field", (text, value, problem) => {
  expect(parametersIn(text).map((parameter) => problemOfValue(parameter, value))).toEqual([problem]);
});

test.each([
  ['filter service = "{{service}}" and ms > {{min_ms}}', { service: 'a"b\\', min_ms: "800" }, 'filter service = "a\\"b\\\\" and ms > 800'],
  ["filter a = '{{a}}'", { a: 'it\'s "b"' }, "filter a = 'it\\'s \"b\"'"],
  ["filter a = {{a}}", { a: "pay ments" }, 'filter a = "pay ments"'],
  ["filter a = {{ a }} or b = {{a}}", { a: "-1.5" }, "filter a = -1.5 or b = -1.5"],
  ["filter a like /^{{a}}$/", { a: "GET /a.b?c=[1]" }, "filter a like /^GET \\/a\\.b\\?c=\\[1\\]$/"],
  ["stats avg(`{{field}}`) by bin({{period}})", { field: "user agent", period: "5m" }, "stats avg(`user agent`) by bin(5m)"],
  ["limit {{n}} # newest {{n}}", { n: "20" }, "limit 20 # newest {{n}}"],
])("%s is filled with %j", (text, values, filled) => {
  expect(problemOfParameters(text)).toBeNull();
  expect(fillParameters(text, values)).toBe(filled);
});

test("parameters are found once each, with every way in which they are used; what is no parameter is left", () => {
  expect(usesIn("filter a = '{{b}}' and c = {{ d }} and e like /{{b}}/ # {{f}}\n| filter g = '{{1x}}' or h = '{{}}'")).toEqual([
    "b: text, regex",
    "d: value",
  ]);
  expect(problemOfParameters(Array.from({ length: 21 }, (_, n) => `{{p${n}}}`).join(" "))).toMatch(/up to 20/);
});

test("a place where AWS can't read the filled query is shown in the query as it was written, in a value as its parameter", () => {
  const text = "filter a = '{{x}}' and b = {{y}}\n| sortt a | limit {{x}}";
  const values = { x: "1", y: "a longer text" };
  const filled = fillParameters(text, values);
  const written = (part: string) => {
    const start = filled.indexOf(part);
    const place = placeInTemplate({ text, values }, { start, end: start + part.length });
    return text.slice(place.start, place.end);
  };
  expect(["filter", "and b", "longer", "sortt a"].map(written)).toEqual(["filter", "and b", "{{y}}", "sortt a"]);
  const end = filled.length;
  expect(placeInTemplate({ text, values }, { start: end - 1, end })).toEqual({ start: text.length - 5, end: text.length });
});
