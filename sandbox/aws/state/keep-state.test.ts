import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { keepState } from "./keep-state.ts";
import { createState } from "./state.ts";

const folder = mkdtempSync(join(tmpdir(), "sandbox-"));
afterAll(() => rmSync(folder, { recursive: true }));

const PLACE = { accountId: "222222222222", region: "eu-central-1" };
const TRUST = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"999999999999"},"Action":"sts:AssumeRole"}]}';

test("an unreadable file is renamed, not overwritten", () => {
  const file = join(folder, "broken.json");
  writeFileSync(file, "{");
  const state = createState();
  const messages: string[] = [];
  const stop = keepState(state, file, (line) => messages.push(line));
  state.changed();
  stop();
  expect(messages).toEqual([expect.stringContaining("was renamed")]);
  expect([readFileSync(`${file}.unreadable`, "utf8"), JSON.parse(readFileSync(file, "utf8")).format]).toEqual(["{", 1]);
});

test("roles, logs, objects and stacks are restored after a restart, except the roles and stacks of the partner", () => {
  const file = join(folder, "state.json");
  const before = createState();
  const stop = keepState(before, file, console.error);
  const role = before.iam.createRole({
    accountId: PLACE.accountId,
    roleName: "reader",
    path: "/sallyport/",
    assumeRolePolicyDocument: TRUST,
    tags: new Map([["a", "b"]]),
  });
  before.iam.putRolePolicy(
    PLACE.accountId,
    "reader",
    "p",
    '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}',
  );
  before.iam.updateAssumeRolePolicy("999999999999", "sallyport", TRUST);
  before.logs.createGroup(PLACE, {
    logGroupName: "/app/own",
    logGroupClass: "ESSENTIALS",
    tags: { team: "a" },
    deletionProtectionEnabled: true,
  });
  before.logs.createStream(PLACE, "/app/own", "main");
  before.logs.putEvents(PLACE, "/app/own", "main", [{ timestamp: Date.now(), message: "kept" }]);
  before.objects.put("bucket", "key", { body: Buffer.from("kept"), contentType: "text/plain", etag: '"x"', modifiedAt: new Date(0) });
  before.stacks.set("222222222222/eu-central-1/own", { name: "kept" });
  before.stacks.set("999999999999/eu-central-1/sallyport", { name: "dropped" });
  stop();

  const after = createState();
  keepState(after, file, console.error)();
  const again = after.iam.getRole(PLACE.accountId, "reader");
  expect(again).toEqual(role);
  expect([...after.logs.requireGroup(PLACE, "/app/own").forward({ time: 0 }, Date.now())].map((event) => event.message)).toEqual(["kept"]);
  expect(after.logs.requireGroup(PLACE, "/app/own")).toMatchObject({
    logGroupClass: "ESSENTIALS",
    tags: { team: "a" },
    deletionProtectionEnabled: true,
  });
  expect(after.objects.get("bucket", "key")?.body.toString()).toBe("kept");
  expect([...after.stacks]).toEqual([["222222222222/eu-central-1/own", { name: "kept" }]]);
  expect(after.iam.getRole("999999999999", "sallyport").trust.text).toContain(":root");
});
