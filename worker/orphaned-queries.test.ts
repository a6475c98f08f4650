import { type ChildProcess, spawn } from "node:child_process";
import { afterEach, expect, test } from "vitest";
import { accepted } from "#lib/connections/testing/portal.ts";
import { queriesWithFakeTime, STOPPED, until } from "#lib/logs/testing/query-fixture.ts";
import { inheritedVariables } from "#stack/testing/inherited-variables.ts";
import { program } from "#stack/testing/program.ts";

const q = queriesWithFakeTime();
const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});

test("a worker process stops the queries of a web process that died, at AWS and in the database", async () => {
  q.sandbox.state.queries.delayAll(600_000);
  // Their generators are never continued, as if their process had been killed.
  for (let n = 0; n < 3; n++) await until(accepted(q.begin()), "progress");
  await q.portal.pass("24 s");
  const env = { NODE_ENV: "test" as const, ...inheritedVariables(), ...q.portal.workerEnvironment };
  children.push(spawn(process.execPath, [await program(), "worker"], { env, stdio: "ignore" }));
  await expect.poll(() => q.states(), { interval: 100, timeout: 60_000 }).toEqual(Array.from({ length: 3 }, () => "orphan-stopped"));
  expect((await q.atAws()).status).toBe(STOPPED);
});
