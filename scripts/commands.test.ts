import { execFile, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { arrangePerson } from "#db/testing/arrange.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/test-database.ts";
import { invitationHashOf } from "#kernel/people/invitation-token.ts";
import { inheritedVariables } from "#stack/testing/inherited-variables.ts";
import { program } from "#stack/testing/program.ts";
import type { Command } from "./cli/command-line.ts";

interface Ended {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

let database: TestDatabase;

/** Runs one operator command in a process of its own: `name` is for example "audit verify". */
async function command(name: string, args: readonly string[], env: Record<string, string> = {}): Promise<Ended> {
  const path = await program();
  const settings = {
    APP_URL: "http://localhost:3000",
    AUTH_SECRET: "a secret that is at least thirty-two bytes",
    DATABASE_STAFF_URL: database.urls.staff,
    DATABASE_OWNER_URL: database.urls.owner,
  };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [path, ...name.split(" ").filter(Boolean), ...args],
      { env: { NODE_ENV: "test", ...inheritedVariables(), ...settings, ...env } },
      (error, out, err) => resolve({ status: typeof error?.code === "number" ? error.code : 0, out, err }),
    );
  });
}

/** Runs SQL as the superuser with triggers disabled, which no database role of the product can do. */
async function tamper(text: string): Promise<void> {
  await database.pool("admin").query(`do $$ begin set local session_replication_role = replica; ${text}; end $$`);
}

beforeAll(async () => {
  database = await createTestDatabase();
});

afterAll(() => database.drop());

/** Ensures that the partner's chain has at least four rows to tamper with. */
beforeEach(async () => {
  const { rows } = await database.pool("admin").query<{ n: string }>("select count(*) as n from audit_events where chain = 'partner'");
  for (let n = Number(rows[0]?.n); n < 4; n += 1)
    await database.pool("owner").query("select append_audit('partner', 'staff.arranged', 'system:cli', $1)", [{ n }]);
});

test.each([
  ["customers", ["remove"], 'Unknown command "remove".'],
  ["customers", ["add", "Acme"], "OWNER_EMAIL: Enter an email address."],
  ["customers", ["add", "Acme", "nobody"], "OWNER_EMAIL: Enter a valid email address, such as owner@example.com."],
  ["customers", ["add", "Acme", "a@acme.example", "A@acme.example"], "a@acme.example is listed twice."],
  ["staff", ["add", "a@partner.example", "root"], "ROLE: Choose Support, Operator, or Admin."],
  ["staff", ["add", "a@partner.example", "admin", "more"], 'Unexpected argument "more".'],
  ["audit verify", ["--all"], 'Unknown option "--all".'],
  ["keys check", ["now"], 'Unexpected argument "now".'],
  ["keys rotate", ["now"], 'Unexpected argument "now".'],
  ["", ["audit"], "Missing command."],
  ["", ["audit", "delete"], 'Unknown command "audit delete".'],
])("%s %j prints what is wrong and exits with 64", async (name, args, sentence) => {
  const ended = await command(name, args);
  expect(ended).toMatchObject({ status: 64, out: "" });
  expect(ended.err.split("\n")[0]).toBe(sentence);
  expect(ended.err).toContain("Usage: sallyport ");
});

const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as { scripts: Record<string, string> };
const COMMANDS = [
  "web",
  "worker",
  "migrate",
  "preflight",
  "customers",
  "staff",
  "people",
  "audit verify",
  "audit export",
  "keys check",
  "keys rotate",
  "template publish",
  "sbom",
];

test("--help lists every command with one line, and a group's --help the commands of the group", async () => {
  const { status, out, err } = await command("", ["--help"]);
  expect({ status, err }).toEqual({ status: 0, err: "" });
  const listed = out.split("\n").flatMap((line) => /^ {2}(\S+(?: \S+)?) {2,}[A-Z].{10,}[^.]$/.exec(line)?.[1] ?? []);
  expect(listed).toEqual(COMMANDS);
  const group = await command("audit", ["--help"]);
  expect(group.out.match(/^ {2}\S+ \S+/gm)).toEqual(["  audit verify", "  audit export"]);
});

test("a command's --help shows its usage", async () => {
  expect(await command("template publish", ["--help"])).toEqual({
    status: 0,
    out: "Upload the CloudFormation template to S3.\nUsage: sallyport template publish [--print]\n",
    err: "",
  });
});

test("npm start and npm run worker run the build, and npm run db:migrate the command", () => {
  expect(scripts["start"]).toBe("node scripts/bootstrap.mjs dist/sallyport.js web");
  expect(scripts["worker"]).toBe("node scripts/bootstrap.mjs dist/sallyport.js worker");
  expect(scripts["db:migrate"]).toBe(`${scripts["sallyport"]} migrate`);
});

test.each(COMMANDS.slice(3))("the older npm script of %s runs the same code", async (name) => {
  expect(scripts[name.replace(" ", ":")]).toBe(`${scripts["sallyport"]} ${name}`);
  const { command } = (await import(`./cli/${name.replace(" ", "-")}.ts`)) as { command: Command };
  expect(command.usage.startsWith(name)).toBe(true);
});

test("a wrong variable is named, and a connection error prints neither the address nor the password", async () => {
  expect(await command("customers", ["add", "Acme", "o@acme.example"], { AUTH_SECRET: "" })).toMatchObject({
    status: 78,
    err: expect.stringContaining("AUTH_SECRET"),
  });
  const away = await command("customers", ["add", "Acme", "o@acme.example"], {
    DATABASE_OWNER_URL: "postgres://sp_owner:hunter2@127.0.0.1:1/x",
  });
  expect(away).toMatchObject({ status: 1, out: "" });
  expect(away.err).not.toMatch(/hunter2|127\.0\.0\.1/);
});

test("the URL of the database can come from a file; one that can't be read is named", async () => {
  const file = join(mkdtempSync(join(tmpdir(), "owner-url-")), "url");
  const variables = { DATABASE_OWNER_URL: "", DATABASE_OWNER_URL_FILE: file };
  const unreadable = expect.stringContaining("DATABASE_OWNER_URL_FILE names a file that can't be read (ENOENT)");
  expect(await command("migrate", [], variables)).toMatchObject({ status: 78, err: unreadable });
  writeFileSync(file, `${database.urls.owner}\n`);
  expect(await command("migrate", [], variables)).toMatchObject({ status: 0 });
  rmSync(dirname(file), { recursive: true });
});

test("a command does nothing if its database role has too many rights, and says how to correct it", async () => {
  const name = new URL(database.urls.admin).pathname.slice(1);
  await database.pool("admin").query(`grant temp on database ${name} to sp_staff`);
  const ended = await command("audit export", []);
  await database.pool("admin").query(`revoke temp on database ${name} from sp_staff`);
  expect(ended).toEqual({
    status: 78,
    out: "",
    err: `The database role sp_staff may create temporary objects in database ${name}. Correct it: sallyport migrate.\n`,
  });
});

test("audit export exits with 0 when its reader closes the pipe, as `head` does", async () => {
  const env = { NODE_ENV: "test", ...inheritedVariables(), APP_URL: "http://localhost:3000", AUTH_SECRET: "x".repeat(32) } as const;
  const child = spawn(process.execPath, [await program(), "audit", "export"], { env: { ...env, DATABASE_STAFF_URL: database.urls.staff } });
  let err = "";
  child.stderr.on("data", (chunk) => {
    err += String(chunk);
  });
  child.stdout.destroy();
  const status = await new Promise((resolve) => child.once("close", resolve));
  expect({ status, err }).toEqual({ status: 0, err: "" });
});

test("customers add prints one single-use link for each person, the owner's first", async () => {
  const { status, out } = await command("customers", ["add", "Acme", "Owner@acme.example", "member@acme.example"]);
  expect(status).toBe(0);
  const lines = out.trim().split("\n");
  expect(lines.map((line) => line.replace(/[A-Za-z0-9_-]{43}$/, "TOKEN"))).toEqual([
    "owner@acme.example http://localhost:3000/invitations/TOKEN",
    "member@acme.example http://localhost:3000/invitations/TOKEN",
  ]);
  for (const [n, email] of ["owner@acme.example", "member@acme.example"].entries()) {
    const person = await arrangePerson(database.pool("owner"), { email });
    const accept = () =>
      database.pool("signin").query("select accept_invitation($1, $2)", [invitationHashOf(lines[n]?.slice(-43) ?? ""), person]);
    await accept();
    await expect(accept()).rejects.toMatchObject({ code: "P0002" });
  }
  const { rows } = await database
    .pool("admin")
    .query("select u.email, m.role from memberships m join users u on u.id = m.user_id order by m.role");
  expect(rows).toEqual([
    { email: "member@acme.example", role: "member" },
    { email: "owner@acme.example", role: "owner" },
  ]);
  const { rows: mails } = await database.pool("admin").query("select 1 from pgboss.job where name like 'mail-%'");
  expect(mails).toEqual([]);
  const { rows: events } = await database.pool("admin").query("select actor from audit_events where event = 'customer.added'");
  expect(events).toEqual([{ actor: "system:cli" }]);
});

test("staff add prints a link; for a person who is on the staff already it fails", async () => {
  const { status, out } = await command("staff", ["add", "admin@partner.example", "admin"]);
  expect({ status, out }).toEqual({
    status: 0,
    out: expect.stringMatching(/^admin@partner\.example http:\/\/localhost:3000\/invitations\/[A-Za-z0-9_-]{43}\n$/),
  });
  const person = await arrangePerson(database.pool("owner"), { email: "admin@partner.example" });
  await database
    .pool("owner")
    .query("insert into staff (issuer, subject, user_id, role) values ('https://issuer.example', 'subject', $1, 'admin')", [person]);
  expect(await command("staff", ["add", "admin@partner.example", "support"])).toEqual({
    status: 1,
    out: "",
    err: "This person is already on the staff.\n",
  });
});

test("audit verify counts the events, and says that without checkpoints a removed end is not detected", async () => {
  const { status, out } = await command("audit verify", []);
  expect(status).toBe(0);
  expect(out).toMatch(/^Verified [0-9]+ events in 2 chains\nNot compared with checkpoints/);
});

test.each([
  [
    "an edited row",
    "update audit_events set actor = 'system:worker' where chain = 'partner' and seq = 2",
    /^Chain partner, event 2: it, or the event before it, was changed/,
  ],
  [
    "a deleted row",
    "delete from audit_events where chain = 'partner' and seq = 2",
    /^Chain partner, event 2: an event before it is missing/,
  ],
  [
    "two rows in the other order",
    "update audit_events set seq = 99 where chain = 'partner' and seq = 2; update audit_events set seq = 2 where chain = 'partner' and seq = 3; update audit_events set seq = 3 where chain = 'partner' and seq = 99",
    /^Chain partner, event 2: it, or the event before it, was changed/,
  ],
  [
    "a removed end",
    "delete from audit_events e where chain = 'partner' and seq = (select max(seq) from audit_events where chain = e.chain)",
    /^Chain partner, event [0-9]+: it does not match the stored end of the chain/,
  ],
])("audit verify finds %s and exits with 1", async (_, tampering, sentence) => {
  await database.pool("admin").query("create table kept as select * from audit_events");
  await tamper(tampering);
  try {
    expect(await command("audit verify", [])).toEqual({ status: 1, out: expect.stringMatching(sentence), err: "" });
  } finally {
    await tamper("delete from audit_events; insert into audit_events select * from kept");
    await database.pool("admin").query("drop table kept");
  }
});
