import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";

/**
 * The limits of each entry point: bytes read of a request, seconds until the response ends, rows of one response, streams open at
 * once, calls per minute. A figure names the constant in the code that enforces it and the test that exceeds it; without a
 * figure there is a reason.
 */
const TABLE = "e2e/isolation/limits.json";
const Limit = z.union([
  z.strictObject({
    is: z.number().positive(),
    from: z.string(),
    test: z.string().refine((path) => existsSync(path), "there is no such test"),
  }),
  z.strictObject({ none: z.string().min(20) }),
]);
const Profile = z.strictObject({ bytes: Limit, seconds: Limit, rows: Limit, open: Limit, callsPerMinute: Limit });
const { profiles, entryPoints } = z
  .strictObject({ profiles: z.record(z.string(), Profile), entryPoints: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync(TABLE, "utf8")));
const names = Object.keys(JSON.parse(readFileSync("e2e/isolation/entry-points.json", "utf8")) as object);

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
  const found = [...code.matchAll(new RegExp(`\\b${name}(?: = (?:\\w+\\.default\\()?|: | |\\()([0-9_]+(?: \\* [0-9_]+)*)`, "g"))].map(
    ([, text = ""]) => product(text),
  );
  expect(found, `${file} has no figure ${name}`).not.toEqual([]);
  return Math.max(...found) / (/_MS$|Ms$/.test(name) ? 1000 : 1);
}

test("every entry point has its limits, and there are no limits of a deleted one", () => {
  const wanted = `Add it to ${TABLE}: under "entryPoints" the name of a profile, under "profiles" what it may cost`;
  expect(
    names.filter((name) => entryPoints[name] === undefined),
    wanted,
  ).toEqual([]);
  expect(Object.keys(entryPoints).filter((name) => !names.includes(name))).toEqual([]);
  expect(Object.values(entryPoints).filter((profile) => profiles[profile] === undefined)).toEqual([]);
  expect(Object.keys(profiles).filter((profile) => !Object.values(entryPoints).includes(profile))).toEqual([]);
});

test.each(figures)("the code has the same figure: $profile, $kind $is", ({ is, from }) => {
  expect(inCode(from)).toBe(is);
});

test("all entry points have the same limit for the body of a request", () => {
  for (const [name, { bytes }] of Object.entries(profiles))
    expect(bytes, name).toMatchObject({ is: 65_536, from: "lib/request/http-server/http-server.ts bodyBytes" });
});

test("log reads have a limit per minute", () => {
  const reads = [
    ...["listLogGroups", "listLogStreams"].map((name) => `action app/(customer)/connections/[id]/logs/actions.ts ${name}`),
    "route POST /api/connections/[id]/search",
    "route GET /api/connections/[id]/download",
    "route POST /api/connections/[id]/tail",
  ];
  for (const name of reads) expect(profiles[entryPoints[name] ?? ""]?.callsPerMinute, name).toMatchObject({ is: 600 });
});

test("every entry point except health checks has a limit of calls per minute", () => {
  const uncounted = names.filter((name) => !("is" in (profiles[entryPoints[name] ?? ""]?.callsPerMinute ?? {})));
  expect(uncounted).toEqual(names.filter((name) => name.startsWith("route GET /api/health")));
});

test("every stream has a limit of open streams per person", () => {
  const streams = globSync("app/**/route.ts").filter((file) => /= (?:customer|staff)Stream/.test(readFileSync(file, "utf8")));
  const paths = streams.map((file) => `/${dirname(file).split("/").slice(1).join("/")}`);
  const open = names.filter((name) => "is" in (profiles[entryPoints[name] ?? ""]?.open ?? {}));
  expect(new Set(open.map((name) => name.split(" ").at(-1)))).toEqual(new Set(paths));
});
