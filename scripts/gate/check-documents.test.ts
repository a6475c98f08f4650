import { expect, test } from "vitest";
import { missingNames, type Repository } from "./check-documents.ts";

const repository: Repository = {
  has: (path) => ["lib", "lib/logs", "lib/logs/read.ts", "db/schema", "db/schema/runs.ts"].includes(path),
  names: new Set(["read.ts", "runs.ts", "logs", "lib"]),
  commands: new Set(["check", "db:migrate"]),
};

test.each([
  ["a path in backquotes", "See `lib/logs/missing.ts`.", "lib/logs/missing.ts"],
  ["a folder in backquotes", "See `lib/missing/`.", "lib/missing/"],
  ["a link", "See [this](lib/logs/missing.md#limits).", "lib/logs/missing.md"],
  ["a link to a file beside the document", "See [this](missing.md).", "missing.md"],
  ["a link to another folder", "See [this](../lib/missing.md#limits).", "../lib/missing.md"],
  ["a link from the root of the repository, which a browser can't follow", "See [this](lib/logs/read.ts).", "lib/logs/read.ts"],
  ["a picture", "![what it shows](../docs/missing.png)", "../docs/missing.png"],
  ["a path above the folder of the document in backquotes", "See `../lib/missing.ts`.", "../lib/missing.ts"],
  ["a path in a drawing", "```\nweb  lib/logs/missing.ts   reads\n```", "lib/logs/missing.ts"],
  ["a file name in a drawing", "```\n  missing.ts, read.ts\n```", "missing.ts"],
  ["an npm command", "Run `npm run missing -- x`.", "npm run missing"],
])("%s that does not exist is reported", (_what, text, name) => {
  expect(missingNames("docs/any.md", text, repository)).toEqual([`docs/any.md: ${name}`]);
});

test("a path may be relative to the folder of its document", () => {
  expect(missingNames("db/README.md", "`schema/runs.ts`, `logs/`", repository)).toEqual([]);
  expect(missingNames("db/README.md", "`schema/missing.ts`", repository)).toEqual(["db/README.md: schema/missing.ts"]);
});

test("what exists, and what is no path of the project, is not reported", () => {
  const text =
    "`lib/logs/read.ts`, `read.ts`, `npm run -s check`, `npm run db:migrate`, `/app/payments/api`, `logs:FilterLogEvents`, `a/b`";
  expect(missingNames("docs/any.md", text, repository)).toEqual([]);
  const links = "[a](../lib/logs/read.ts#L1), [b](../lib/logs/), [c](https://aws.amazon.com/iam), [d](#limits), `../lib/logs/read.ts`";
  expect(missingNames("docs/any.md", links, repository)).toEqual([]);
});
