import { expect, test } from "vitest";
import { addFilter, fieldOfPath } from "./add-filter.ts";
import { commandsOf, tokenizeQuery } from "./tokenize-query.ts";

test.each(['x" | fields @secret | filter a = "', "\\", '\\" or 1 = 1 #', "a|b"])("the value %s can't add a command", (value) => {
  const query = addFilter("fields @message", "a", value, "only") ?? "";
  const commands = commandsOf(tokenizeQuery(query));
  expect(commands.map(([name]) => name?.text)).toEqual(["fields", "filter"]);
  expect(commands[1]).toHaveLength(4);
});

test.each([["line\nbreak"], ["x".repeat(201)], [null], [{ a: 1 }], ["\u202e"]])("%j can't be compared", (value) => {
  expect(addFilter("fields @message", "a", value, "only")).toBeNull();
});

test.each([[["tags", 0]], [["other", "a"]], [["a`b"]], [["@message", "x\ny"]]])("%j is no field of a query", (path) => {
  expect(fieldOfPath(path)).toBeNull();
});

test("values inside a JSON message are fields with dots", () => {
  expect([fieldOfPath(["level"]), fieldOfPath(["@message", "user", "country"]), fieldOfPath(["@message", "@x"])]).toEqual([
    ...["level", "user.country", "@@x"],
  ]);
});

test("the filter comes before commands that sort, count or limit, and last without them", () => {
  expect(addFilter("fields @message", "ms", 5, "not")).toBe("fields @message\n| filter ms != 5");
  expect(addFilter("# sort\nfields a\n| sort a | limit 5", "a", "x", "only")).toBe(
    '# sort\nfields a\n| filter a = "x"\n| sort a | limit 5',
  );
  expect(addFilter("limit 5", "a", true, "only")).toBe("filter a = true\n| limit 5");
});
