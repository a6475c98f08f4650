import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { z } from "zod";

/**
 * What each entry point may cost: bytes read of a request, seconds until the answer ends, rows of one answer, streams open at
 * once, calls a minute. A figure names the constant in the code that makes it true; without a figure there is a reason.
 */
const TABLE = "e2e/isolation/limits.json";
const Limit = z.union([
  z.strictObject({ is: z.number().positive(), from: z.string() }),
  z.strictObject({ none: z.string().min(20) }),
  /** Not limited yet. */
  z.strictObject({ pending: z.string().min(20) }),
]);
const Profile = z.strictObject({ bytes: Limit, seconds: Limit, rows: Limit, open: Limit, callsPerMinute: Limit });
const { profiles, entryPoints } = z
  .strictObject({ profiles: z.record(z.string(), Profile), entryPoints: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync(TABLE, "utf8")));
const doors = Object.keys(JSON.parse(readFileSync("e2e/isolation/entry-points.json", "utf8")) as object);

const figures = Object.entries(profiles).flatMap(([profile, limits]) =>
  Object.entries(limits).flatMap(([kind, limit]) => ("is" in limit ? [{ profile, kind, ...limit }] : [])),
);

/** A product of numbers as the code writes it, such as `30 * 60_000`. */
function product(text: string): number {
  expect(text).toMatch(/^[0-9_]+(?: \* [0-9_]+)*$/);
  return text.split(" * ").reduce((so, factor) => so * Number(factor.replaceAll("_", "")), 1);
}

/** The largest figure that a file of the code gives this name, in the table's unit. */
function inCode(from: string): number {
  const [file = "", name = ""] = from.split(" ");
  const code = readFileSync(file, "utf8");
  const [, points = "", seconds = ""] = new RegExp(`"${name}": \\{ points: ([0-9_]+), seconds: ([0-9_]+) \\}`).exec(code) ?? [];
  if (points !== "") return (product(points) * 60) / product(seconds);
  const found = [...code.matchAll(new RegExp(`\\b${name}(?: = |: | |\\()([0-9_]+(?: \\* [0-9_]+)*)`, "g"))].map(([, text = ""]) =>
    product(text),
  );
  expect(found, `${file} has no figure ${name}`).not.toEqual([]);
  return Math.max(...found) / (/_MS$|Ms$/.test(name) ? 1000 : 1);
}

test("every entry point has its limits, and there are none of one that is gone", () => {
  const wanted = `Add it to ${TABLE}: under "entryPoints" the name of a profile, under "profiles" what it may cost`;
  expect(
    doors.filter((door) => entryPoints[door] === undefined),
    wanted,
  ).toEqual([]);
  expect(Object.keys(entryPoints).filter((name) => !doors.includes(name))).toEqual([]);
  expect(Object.values(entryPoints).filter((profile) => profiles[profile] === undefined)).toEqual([]);
  expect(Object.keys(profiles).filter((profile) => !Object.values(entryPoints).includes(profile))).toEqual([]);
});

test.each(figures)("the code says so too: $profile, $kind $is", ({ is, from }) => {
  expect(inCode(from)).toBe(is);
});

test("no entry point reads more of a request than another", () => {
  for (const [name, { bytes }] of Object.entries(profiles))
    expect(bytes, name).toEqual({ is: 65_536, from: "lib/request/http-server/http-limits.ts bodyBytes" });
});

test("what reads logs is counted by the minute", () => {
  const reads = [
    ...["listLogGroups", "listLogStreams", "searchLogEvents"].map(
      (name) => `action app/(customer)/connections/[id]/logs/actions.ts ${name}`,
    ),
    "route GET /api/connections/[id]/download",
    "route POST /api/connections/[id]/tail",
  ];
  for (const name of reads) expect(profiles[entryPoints[name] ?? ""]?.callsPerMinute, name).toMatchObject({ is: 600 });
});

test("what is not limited yet is known: this list only becomes shorter", () => {
  const pending = Object.entries(profiles).flatMap(([profile, limits]) =>
    Object.entries(limits).flatMap(([kind, limit]) => ("pending" in limit ? [`${profile}: ${kind}`] : [])),
  );
  expect(pending.sort()).toEqual([
    "act of staff: callsPerMinute",
    "act: callsPerMinute",
    "download: open",
    "file: callsPerMinute",
    "live tail: open",
    "page for anybody: callsPerMinute",
    "page of staff: callsPerMinute",
    "page: callsPerMinute",
    "verification: callsPerMinute",
    "verification: open",
    "verify: callsPerMinute",
    "verify: open",
    "verify: seconds",
  ]);
});
