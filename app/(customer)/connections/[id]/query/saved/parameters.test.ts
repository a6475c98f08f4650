import { expect, test } from "vitest";
import { fillParameters, parametersIn, problemOfValue } from "#components/query/parameters/fill-parameters.ts";
import { queriesForFile } from "#lib/logs/testing/query-fixture.ts";

const q = queriesForFile();
/** Texts that mean something in the query language, in its texts or in its regular expressions. */
const VALUES = [
  ...['" | limit 1 #', "' | limit 1 #", '\\" | limit 1 #', "\\' | limit 1 #", "/ | limit 1 #", "\\/", "`", ") | limit 1", '" or 1 = 1 #'],
  ...["\\", "\\\\", '"', "'", "/", "]", "[a-z]+", ".*", "a|b", "(?i)x", "^$", "#", "{{x}}", "$&", "x y", "ä😀", "a\\", "5m"],
];

test.each(['filter v = "{{x}}"', "filter v = {{x}}", "filter v in ['none', '{{x}}']", "filter v like /^{{x}}$/"])(
  "with %s the sandbox finds exactly the event with each value, whatever the value is",
  async (filter) => {
    q.write(
      q.group,
      VALUES.map((v, n) => JSON.stringify({ v, n })),
    );
    const found = async (value: string) => {
      const parts = await q.run({ text: `fields n | ${fillParameters(filter, { x: value })} | limit 100` });
      return parts.flatMap((part) => (part.kind === "rows" ? part.rows.map((row) => row[part.columns.indexOf("n")]) : []));
    };
    const [parameter] = parametersIn(filter);
    for (const [n, value] of VALUES.entries()) {
      expect(parameter && problemOfValue(parameter, value), value).toBeNull();
      expect(await found(value), value).toEqual([String(n)]);
    }
  },
);
