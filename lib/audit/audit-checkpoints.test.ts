import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { configurePools } from "#db/pools.ts";
import { arrangeCustomer, arrangeMember } from "#db/testing/arrange.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/test-database.ts";
import { Secret } from "#kernel/process/secret.ts";
import { program } from "#stack/testing/program.ts";
import { type Checkpoint, readCheckpoint, sealCheckpoint } from "./checkpoint.ts";
import { exportAudit } from "./export-audit.ts";
import { verifyAuditChain } from "./verify-audit-chain.ts";
import { checkpointWriter } from "./write-checkpoints.ts";

const KEY = new Secret("an audit key of more than thirty-two characters");
const CLI = { kind: "system", task: "cli" } as const;
const WORKER = { kind: "system", task: "worker" } as const;

let database: TestDatabase;
let chain: string;
beforeAll(async () => {
  database = await createTestDatabase();
  const { staff, worker } = database.urls;
  configurePools({ staff, worker });
});
afterAll(() => database.drop());
beforeEach(async () => {
  chain = await arrangeCustomer(database.pool("owner"));
  await append(5);
});

async function append(events: number): Promise<void> {
  for (let n = 0; n < events; n++)
    await database.pool("owner").query("select write_audit($1, 'connection.started', 'system:test', $2)", [chain, { n }]);
}

/** Changes that the owner or an administrator of the database can make to a chain. */
async function tamper(...statements: readonly string[]): Promise<void> {
  const client = await database.pool("admin").connect();
  try {
    await client.query("begin; set local session_replication_role = replica");
    for (const statement of statements) await client.query(statement, statement.includes("$1") ? [chain] : []);
    await client.query("commit");
  } finally {
    client.release();
  }
}

/** Recomputes every hash from a row on, and the head: a forged chain whose links are valid. */
const REHASHED = `do $$ declare e audit_events; h bytea; begin
  for e in select * from audit_events order by chain, seq loop
    select a.hash into h from audit_events a where a.chain = e.chain and a.seq = e.seq - 1;
    update audit_events a set hash = audit_hash(coalesce(h, ''::bytea), e) where a.chain = e.chain and a.seq = e.seq; end loop;
  update audit_heads k set (seq, hash) = (select a.seq, a.hash from audit_events a where a.chain = k.chain order by a.seq desc limit 1); end $$`;

async function checkpoints(url: string | null = null): Promise<readonly Checkpoint[]> {
  const lines: string[] = [];
  await checkpointWriter(WORKER, KEY, { log: (line) => lines.push(JSON.stringify(line)), url })();
  return lines.map((line) => {
    const read = readCheckpoint([KEY], line);
    if (read.kind !== "checkpoint") throw new Error(read.kind);
    return read.checkpoint;
  });
}

const problems = async (anchors: readonly Checkpoint[] = []) =>
  (await verifyAuditChain(CLI, anchors)).breaks.filter((one) => one.chain === chain).map(({ seq, problem }) => `${seq} ${problem}`);

describe("a change to a chain is detected", () => {
  test("a row edited", async () => {
    await tamper("update audit_events set actor = 'system:other' where chain = $1 and seq = 3");
    expect(await problems()).toEqual(["3 changed"]);
  });

  test("a row deleted", async () => {
    await tamper("delete from audit_events where chain = $1 and seq = 3");
    expect(await problems()).toEqual(["3 gap"]);
  });

  test("two rows in another order", async () => {
    await tamper("update audit_events set seq = case seq when 2 then 3 else 2 end + 100 where chain = $1 and seq in (2, 3)");
    await tamper("update audit_events set seq = seq - 100 where chain = $1 and seq > 100");
    expect(await problems()).toEqual(["2 changed"]);
  });

  test("the tail cut off", async () => {
    await tamper("delete from audit_events where chain = $1 and seq > 3");
    expect(await problems()).toEqual(["3 head"]);
  });
});

describe("with checkpoints, changes by the owner of the database are detected too", () => {
  test("a tail cut off together with its head, which is not detected without checkpoints", async () => {
    const anchors = await checkpoints();
    await tamper("delete from audit_events where chain = $1 and seq > 3", REHASHED);
    expect(await problems()).toEqual([]);
    expect(await problems(anchors)).toEqual(["5 cut"]);
  });

  test("a row edited and every hash recomputed", async () => {
    const anchors = await checkpoints();
    await append(3);
    await tamper("update audit_events set actor = 'system:other' where chain = $1 and seq = 2", REHASHED);
    expect(await problems()).toEqual([]);
    expect(await problems(anchors)).toEqual(["5 rewritten"]);
  });

  test("a chain that was deleted completely", async () => {
    const anchors = await checkpoints();
    await tamper("delete from audit_events where chain = $1", "delete from audit_heads where chain = $1");
    expect(await problems(anchors)).toEqual(["5 cut"]);
  });

  test("a chain that only grew verifies, and newer events are counted", async () => {
    const anchors = await checkpoints();
    await append(2);
    expect(await problems(anchors)).toEqual([]);
    expect(await verifyAuditChain(CLI, anchors)).toMatchObject({ eventsSince: 2, unanchored: 0 });
  });
});

describe("a checkpoint", () => {
  test("with another key, or with a changed word, is forged; any other log line is not a checkpoint", () => {
    const line = sealCheckpoint(KEY, { made: new Date().toISOString(), chain, seq: 5, hash: "a".repeat(64) });
    expect(readCheckpoint([KEY], JSON.stringify(line)).kind).toBe("checkpoint");
    expect(readCheckpoint([new Secret("x".repeat(32))], JSON.stringify(line)).kind).toBe("forged");
    for (const change of [{ seq: 4 }, { hash: "b".repeat(64) }, { chain: "partner" }, { made: "2026-01-01T00:00:00.000Z" }])
      expect(readCheckpoint([KEY], JSON.stringify({ ...line, ...change })).kind).toBe("forged");
    for (const other of ["", "started", '{"worker":"started"}', "{"]) expect(readCheckpoint([KEY], other).kind).toBe("other");
  });

  test("is written only for a chain that has grown", async () => {
    const lines: string[] = [];
    const turn = checkpointWriter(WORKER, KEY, { log: (line) => lines.push(line.chain), url: null });
    await turn();
    const before = lines.length;
    await turn();
    expect(lines).toHaveLength(before);
    await append(1);
    await turn();
    expect(lines.slice(before)).toEqual([chain]);
  });

  test("is sent to the configured URL only, and redirects are not followed", async () => {
    const asked: (string | undefined)[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url);
      response.writeHead(request.url === "/" ? 307 : 204, { location: "/elsewhere" }).end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    await expect(checkpointWriter(WORKER, KEY, { log: () => undefined, url })()).rejects.toThrow();
    server.close();
    expect(asked).toEqual(["/"]);
  });

  test("that could not be sent is sent with the next run of the task", async () => {
    const bodies: string[] = [];
    let status = 503;
    const server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request
        .on("data", (part: Buffer) => parts.push(part))
        .on("end", () => {
          bodies.push(Buffer.concat(parts).toString("utf8"));
          response.writeHead(status).end();
        });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const turn = checkpointWriter(WORKER, KEY, { log: () => undefined, url });
    await expect(turn()).rejects.toThrow();
    status = 204;
    await turn();
    server.close();
    expect(bodies).toHaveLength(2);
    expect(
      bodies[1]
        ?.trim()
        .split("\n")
        .some((line) => JSON.parse(line).chain === chain),
    ).toBe(true);
  });
});

test("every link stays valid after a person is erased: rows name them by a pseudonym", async () => {
  const owner = database.pool("owner");
  await arrangeMember(owner, chain as never);
  const user = await arrangeMember(owner, chain as never, { email: "leaver@company.example", name: "Lea Ver" });
  await owner.query("select write_audit($1, 'member.invited', $2, '{}')", [chain, `user:${user}`]);
  const erased = await database.pool("owner").query("select cli_erase_person('Leaver@Company.example') as id");
  expect(erased.rows).toEqual([{ id: user }]);
  expect(await problems()).toEqual([]);
  const { rows } = await owner.query("select name, email, email_verified from users where id = $1", [user]);
  expect(rows).toEqual([{ name: null, email: null, email_verified: null }]);
  expect((await owner.query("select 1 from memberships where user_id = $1", [user])).rows).toEqual([]);
});

test("the last owner is not erased, because every customer needs one", async () => {
  const owner = database.pool("owner");
  await arrangeMember(owner, chain as never, { email: "only@company.example" });
  await expect(database.pool("owner").query("select cli_erase_person('only@company.example')")).rejects.toMatchObject({
    constraint: "last_owner",
  });
});

test("an export has every event with its hash, one per line", async () => {
  const lines = [];
  for await (const line of exportAudit(CLI, chain)) lines.push(line);
  expect(lines).toHaveLength(5);
  expect(lines.map((line) => JSON.parse(line).seq)).toEqual([1, 2, 3, 4, 5]);
  expect(lines.every((line) => line.endsWith("}\n") && /^[0-9a-f]{64}$/.test(JSON.parse(line).hash))).toBe(true);
});

describe("npm run audit:verify", () => {
  const run = async (args: readonly string[], key = KEY.reveal()) => {
    const path = await program();
    const secrets = { AUTH_SECRET: "x".repeat(32), AUDIT_KEY: key };
    const env = { ...process.env, APP_URL: "http://localhost", DATABASE_STAFF_URL: database.urls.staff, ...secrets };
    return new Promise<{ code: unknown; text: string }>((resolve) => {
      execFile(process.execPath, [path, "audit", "verify", ...args], { env }, (error, stdout, stderr) =>
        resolve({ code: error?.code ?? 0, text: stdout + stderr }),
      );
    });
  };

  test("says that the tail is not anchored, and with a file up to where it is; it fails on a forged line", async () => {
    await tamper("delete from audit_events where chain <> $1", "delete from audit_heads where chain <> $1");
    expect(await run([])).toMatchObject({ code: 0, text: expect.stringContaining("Not compared with checkpoints") });
    const folder = mkdtempSync(join(tmpdir(), "checkpoints-"));
    const file = join(folder, "worker.log");
    const lines = (await checkpoints()).map((one) => JSON.stringify({ event: "audit checkpoint", ...sealCheckpoint(KEY, one) }));
    writeFileSync(file, ["not json", ...lines].join("\n"));
    const matches = expect.stringMatching(/(1 checkpoint matches|[0-9]+ checkpoints match); 0 events are newer/);
    expect(await run(["--checkpoints", file])).toMatchObject({ code: 0, text: matches });
    expect(await run(["--checkpoints", file], `${"y".repeat(32)},${KEY.reveal()}`)).toMatchObject({ code: 0 });
    await tamper("delete from audit_events where chain = $1 and seq > 2", REHASHED);
    expect(await run(["--checkpoints", file])).toMatchObject({ code: 1, text: expect.stringContaining("events were removed") });
    writeFileSync(file, lines.join("\n").replace(/"seq":5/, '"seq":1'));
    const forged = expect.stringContaining("was not written with this AUDIT_KEY");
    expect(await run(["--checkpoints", file])).toMatchObject({ code: 1, text: forged });
    rmSync(folder, { recursive: true });
  });
});
