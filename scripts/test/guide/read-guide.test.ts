import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readBlocks, valuesOf, withValues } from "./read-guide.ts";

const fence = (language: string, ...lines: string[]) => [`\`\`\`${language}`, ...lines, "```"].join("\n");
const only = (text: string) => {
  const [block] = readBlocks("x.md", text);
  if (block === undefined) throw new Error("no block");
  return block;
};

test("a block that does not end, and one without a language or in another name for a shell, is refused", () => {
  expect(() => readBlocks("x.md", "text\n```sh\nls")).toThrow("x.md:2: the block does not end");
  for (const language of ["", "bash", "shell", "console"])
    expect(() => readBlocks("x.md", fence(language, "ls"))).toThrow("x.md:1: mark the block");
});

test("only blocks of sh are executed, each with the line of its first command and without the indentation of a list", () => {
  const text = `# Title\n\n${fence("sh", "ls", "  pwd")}\n\n${fence("sql", "select 1")}\n\n1. Step\n\n   ${fence("sh", "date").replaceAll("\n", "\n   ")}\n`;
  expect(readBlocks("x.md", text)).toEqual([
    { document: "x.md", line: 4, text: "ls\n  pwd", notExecuted: undefined, form: undefined, section: "" },
    { document: "x.md", line: 15, text: "date", notExecuted: undefined, form: undefined, section: "" },
  ]);
});

test("the paragraph before a block says that it is not executed, for this block only", () => {
  const text = `Run it. _Not run by the test: it prompts._\n\n${fence("sh", "a")}\n\n${fence("sh", "b")}`;
  expect(readBlocks("x.md", text).map(({ notExecuted }) => notExecuted)).toEqual(["it prompts", undefined]);
  const inList = `1. Step\n\n${text}`.replaceAll("\n", "\n   ");
  expect(readBlocks("x.md", inList).map(({ notExecuted }) => notExecuted)).toEqual(["it prompts", undefined]);
});

test("a block that is not executed has a sentence that says what a reader does with it, before the reason", () => {
  for (const marker of ["_Not run by the test: it prompts._", "_Not executed by the test, because it prompts:_"])
    expect(() => readBlocks("x.md", `${marker}\n\n${fence("sh", "a")}`)).toThrow("x.md:3: write");
});

test("a block has the heading of the second level that it is under", () => {
  const text = `# Title\n\n${fence("sh", "a")}\n\n## One\n\n### Part\n\n${fence("sh", "b")}\n\n## Two\n\n${fence("sh", "c")}`;
  expect(readBlocks("x.md", text).map(({ section }) => section)).toEqual(["", "One", "Two"]);
});

test("the paragraph before a block says for which form it is, for this block only", () => {
  const text = `**Folder:** It is copied.\n\n${fence("sh", "a")}\n\n**Image:**\n\n${fence("sh", "b")}\n\n${fence("sh", "c")}`;
  expect(readBlocks("x.md", text).map(({ form }) => form)).toEqual(["folder", "image", undefined]);
});

test("where a block of the guide is for one form, the next block is for the other, so that no form misses a step", () => {
  const forms = readBlocks("docs/deploy.md", readFileSync("docs/deploy.md", "utf8")).map(({ form }) => form ?? "both");
  expect(forms.join(" ").replaceAll("folder image", "pair")).not.toMatch(/folder|image/);
  expect(forms.filter((form) => form === "image")).toHaveLength(3);
});

test("only the values in the first lines of a block can be changed", () => {
  const block = only(fence("sh", "A=1   # first", 'B="two words"', "echo $A", "A=3"));
  expect(valuesOf(block)).toEqual(["A", "B"]);
  expect(valuesOf(only(fence("sh", 'A="', "B=2", '"', "C=3")))).toEqual(["A"]);
  expect(withValues(block, { A: "9", C: "8" })).toBe("A='9'\nB=\"two words\"\necho $A\nA=3");
});

test("the values for AWS are those of the trial, so that the guide misses none", () => {
  const named = readBlocks("docs/deploy.md", readFileSync("docs/deploy.md", "utf8"))
    .map(valuesOf)
    .filter((names) => names.includes("PORTAL_URL"));
  expect(named).toHaveLength(2);
  const own = ["SANDBOX_PORT", "SANDBOX_SMTP_PORT", "SANDBOX"];
  expect(named[1]?.filter((name) => !own.includes(name))).toEqual(named[0]);
});
