import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import type { Sandbox } from "@sallyport/aws-sandbox/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { submitRoleArn } from "#lib/connections/checks/run-requests.ts";
import { correctTrust, endOf, newRole } from "#lib/connections/testing/portal.ts";
import { portalForFile } from "#lib/connections/testing/portal-fixture.ts";
import { type PortalWithFakeClock, startPortalWithFakeClock } from "#lib/connections/testing/portal-with-fake-clock.ts";
import { inheritedVariables } from "#stack/testing/inherited-variables.ts";
import { program } from "#stack/testing/program.ts";

/** How many times a worker is killed; `SALLYPORT_KILLS=100` takes minutes. */
const KILLS = Number(process.env["SALLYPORT_KILLS"] ?? 8);
const CONNECTIONS = 24;
const POLL = { interval: 50 };

let programPath: string;
let sandbox: Sandbox;
let portal: PortalWithFakeClock;
let worker: ChildProcess | undefined;

beforeAll(async () => {
  programPath = await program();
});
portalForFile<PortalWithFakeClock>(
  (made) => {
    ({ sandbox, portal } = made);
  },
  // With the fake time the bucket of STS calls is never refilled, so it must be large enough for the whole test.
  (running) => startPortalWithFakeClock(running, { STS_CALLS_PER_SECOND: "100000" }),
);
afterAll(() => worker?.kill("SIGKILL"));

async function rows<Row>(sql: string): Promise<readonly Row[]> {
  return (await portal.db.pool("admin").query(sql)).rows as readonly Row[];
}
const count = async (sql: string) => Number((await rows<{ n: string }>(`select count(*) as n ${sql}`))[0]?.n);
const due = () => count("from connections where next_check_at <= now()");
const open = () => count("from verification_runs where verdict is null");

function startWorker(): ChildProcess {
  return spawn(process.execPath, [programPath, "worker"], {
    env: { NODE_ENV: "test", ...inheritedVariables(), ...portal.workerEnvironment },
    stdio: "ignore",
  });
}

/** Lets the leases of killed workers expire. */
const expireLeases = () => portal.pass("1 minute");

/** Starts a worker and kills it in the middle of its runs: after so many calls to AWS, or when nothing is due any more. */
async function killOne(afterCalls: number): Promise<void> {
  const before = sandbox.state.callLog.last;
  worker = startWorker();
  await expect.poll(open, POLL).toBeGreaterThan(0);
  await expect.poll(async () => sandbox.state.callLog.last - before >= afterCalls || (await due()) === 0, POLL).toBe(true);
  const exited = once(worker, "exit");
  worker.kill("SIGKILL");
  await exited;
  await expireLeases();
}

test(
  `after workers were killed ${KILLS} times in the middle of their runs, every connection is connected and has one run for each time it was due`,
  async () => {
    for (let n = 0; n < CONNECTIONS; n++) {
      const actor = await portal.newOwner();
      const { connectionId, externalId } = await portal.newDraft(actor);
      const { arn } = newRole(sandbox.state.iam, correctTrust(externalId));
      await endOf(await submitRoleArn(actor, portal.context, { connectionId, roleArn: arn }));
    }
    // After the confirming checks a connection is due every twelve hours, up to a tenth earlier or later.
    await portal.meanwhile("update connections set confirm_step = 3", []);
    sandbox.state.faults.delayAll(60);
    let dueTimes = 0;
    for (let kills = 0; kills < KILLS; ) {
      await portal.pass("13 hours 12 minutes");
      dueTimes += 1;
      for (; kills < KILLS && (await due()) > 0; kills++) await killOne(1 + ((kills * 37) % (CONNECTIONS * 9)));
      worker = startWorker();
      await expect.poll(async () => [await due(), await open()], POLL).toEqual([0, 0]);
      worker.kill("SIGKILL");
      await once(worker, "exit");
      await expireLeases();
    }
    const runs = await rows<{ checked: string; lost: string }>(
      `select count(*) filter (where verdict = 'secure') as checked, count(*) filter (where verdict not in ('secure', 'lost')) as lost
         from verification_runs where reason <> 'submit' group by connection_id`,
    );
    expect(runs).toEqual(Array(CONNECTIONS).fill({ checked: String(dueTimes), lost: "0" }));
    expect(await rows("select distinct status, next_check_at > now() as later from connections")).toEqual([
      { status: "connected", later: true },
    ]);
    const broken = await rows("select * from audit_breaks(null)");
    expect(broken).toEqual([]);
  },
  300_000 + KILLS * 15_000,
);
