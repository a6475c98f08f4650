import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { configurePools } from "#db/pools.ts";
import { arrangeCustomer } from "#db/testing/arrange.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/test-database.ts";
import { Secret } from "#kernel/process/secret.ts";
import { inheritedVariables } from "#stack/testing/inherited-variables.ts";
import { program } from "#stack/testing/program.ts";
import { type Checkpoint, readCheckpoint, sealCheckpoint } from "./checkpoint.ts";
import { exportAudit } from "./export-audit.ts";
import { verifyArchive } from "./verify-archive.ts";
import { checkpointWriter } from "./write-checkpoints.ts";

const KEY = new Secret("an audit key of more than thirty-two characters");
let database: TestDatabase;
let folder: string;
let chain: string;
let archive: readonly string[];
let sealed: readonly string[];
let checkpoints: readonly Checkpoint[];

beforeAll(async () => {
  database = await createTestDatabase();
  configurePools({ staff: database.urls.staff, worker: database.urls.worker });
  folder = mkdtempSync(join(tmpdir(), "archive-"));
});
afterAll(async () => {
  await database.drop();
  rmSync(folder, { recursive: true });
});
/** An archive of two chains, of which one has six events with attributes of all kinds, and the checkpoints of that moment. */
beforeEach(async () => {
  chain = await arrangeCustomer(database.pool("owner"));
  for (let n = 0; n < 6; n++)
    await database
      .pool("owner")
      .query("select write_audit($1, 'connection.started', 'system:test', $2)", [chain, { n, region: "eu-central-1", run: chain, a: "z" }]);
  await database.pool("owner").query("select write_audit('partner', 'connection.started', 'system:test', '{}')");
  const exported: string[] = [];
  for await (const line of exportAudit({ kind: "system", task: "cli" })) exported.push(line.trimEnd());
  archive = exported;
  const lines: string[] = [];
  await checkpointWriter({ kind: "system", task: "worker" }, KEY, { log: (line) => lines.push(JSON.stringify(line)), url: null })();
  sealed = lines;
  checkpoints = lines.flatMap((line) => {
    const read = readCheckpoint([KEY], line);
    return read.kind === "checkpoint" ? [read.checkpoint] : [];
  });
});

async function* each(lines: readonly string[]): AsyncGenerator<string> {
  yield* lines;
}
const problems = async (lines: readonly string[], anchors: readonly Checkpoint[] = []) => {
  const found = await verifyArchive(each(lines), anchors);
  return found.kind === "unreadable" ? found : found.report.breaks.map(({ seq, problem }) => `${seq} ${problem}`);
};
const isOf = (line: string, seq: number) => line.includes(chain) && JSON.parse(line).seq === seq;
const without = (seq: number) => archive.filter((line) => !isOf(line, seq));

test("an archive with a changed event, a missing event, or events in another order does not verify", async () => {
  expect(await problems(archive.map((line) => (isOf(line, 3) ? line.replace('"n":2', '"n":7') : line)))).toEqual(["3 changed"]);
  expect(await problems(without(4))).toEqual(["4 gap"]);
  expect(await problems(without(1))).toEqual(["1 gap"]);
  expect(await problems(archive.toReversed())).not.toEqual([]);
});

test("an archive whose end is missing verifies only without checkpoints", async () => {
  expect(await problems(without(6))).toEqual([]);
  expect(await problems(without(6), checkpoints)).toEqual(["6 cut"]);
  expect(
    await problems(
      archive.filter((line) => !line.includes(chain)),
      checkpoints,
    ),
  ).toEqual(["6 cut"]);
});

test("an archive of a chain that was written again verifies only without checkpoints", async () => {
  const other = archive.map((line) => (isOf(line, 6) ? JSON.stringify({ ...JSON.parse(line), hash: "0".repeat(64) }) : line));
  expect(await problems(other)).toEqual(["6 changed"]);
  const anchor = checkpoints.map((one) => (one.chain === chain ? { ...one, hash: "0".repeat(64) } : one));
  expect(await problems(archive, anchor)).toEqual(["6 rewritten"]);
});

test("a line that is not an event is refused with its number", async () => {
  expect(await problems([...archive.slice(0, 2), "{}", ...archive.slice(2)])).toEqual({ kind: "unreadable", line: 3 });
  expect(await problems(["not JSON"])).toEqual({ kind: "unreadable", line: 1 });
});

test("a complete archive verifies with its checkpoints, and events after them are counted", async () => {
  const found = await verifyArchive(each(archive), checkpoints);
  expect(found).toMatchObject({ kind: "verified", report: { events: archive.length, breaks: [], unanchored: 0, eventsSince: 0 } });
  const earlier = checkpoints.filter((one) => one.chain !== chain);
  expect(await verifyArchive(each(archive), earlier)).toMatchObject({ report: { breaks: [], unanchored: 1, eventsSince: 6 } });
});

/** The command as an auditor runs it: with the archive, the checkpoints and the key, and no variable of a database. */
async function command(lines: readonly string[], more: readonly string[] = [], key: string = KEY.reveal()) {
  const [file, anchors] = [join(folder, "audit.jsonl"), join(folder, "checkpoints.jsonl")];
  writeFileSync(file, lines.map((line) => `${line}\n`).join(""));
  writeFileSync(anchors, sealed.map((line) => `${line}\n`).join(""));
  const args = [await program(), "audit", "verify", "--archive", file, "--checkpoints", anchors, ...more];
  const done = spawnSync(process.execPath, args, {
    env: { NODE_ENV: "test", ...inheritedVariables(), AUDIT_KEY: key },
    encoding: "utf8",
  });
  return { status: done.status, text: done.stdout + done.stderr };
}

test("the command verifies an archive without a database, and refuses a wrong one, a wrong key and a report", async () => {
  expect(await command(without(5))).toMatchObject({
    status: 1,
    text: `Chain ${chain}, event 5: an event before it is missing. See docs/audit-log.md.\n`,
  });
  expect((await command(without(6))).text).toContain("a checkpoint contains this event, but the chain ends before it");
  expect(await command(["{}"])).toEqual({
    status: 1,
    text: "Line 1 of the archive was not written by sallyport audit export. Use an unchanged file of that command.\n",
  });
  expect((await command(archive, [], "another audit key of more than thirty-two characters")).text).toContain(
    "was not written with this AUDIT_KEY",
  );
  expect((await command(archive, ["--report", "x"])).status).toBe(64);
  expect(await command(archive)).toMatchObject({ status: 0, text: expect.stringContaining(`Verified ${archive.length} events`) });
});

test("a checkpoint of an archive can't be made without the key", () => {
  const forged = sealCheckpoint(new Secret("another audit key of more than thirty-two characters"), checkpoints[0] as Checkpoint);
  expect(readCheckpoint([KEY], JSON.stringify(forged)).kind).toBe("forged");
});
