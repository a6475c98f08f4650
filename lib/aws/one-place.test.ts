import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { ProbeRequest } from "./assume-role.ts";
import type { SentExternalId } from "./sent-external-id.ts";
import type { SessionName } from "./session-name.ts";

const shipped = globSync("{app,components,db,lib,scripts,worker}/**/*.{ts,tsx,mjs}").filter(
  (file) => !/\.test\.tsx?$|\/testing\/|^scripts\/demo\//.test(file),
);
const naming = (pattern: RegExp) => shipped.filter((file) => pattern.test(readFileSync(file, "utf8"))).toSorted();

test("a role is asked for in one place of all that ships, and AWS's clients are made in one folder", () => {
  expect(shipped.length).toBeGreaterThan(400);
  expect(naming(/new AssumeRole\w*Command|\.assumeRole\(|fromTemporaryCredentials|credential-providers/)).toEqual([
    "lib/aws/assume-role.ts",
  ]);
  expect(naming(/new (STS|CloudWatchLogs)Client\(/)).toEqual(["lib/aws/aws-clients.ts"]);
});

test("a source identity is set by what reads and by nothing else, and a probe that names one does not compile", () => {
  expect(naming(/SourceIdentity:/)).toEqual(["lib/aws/assume-role.ts"]);
  expect(naming(/sourceIdentity: name/)).toEqual(["lib/logs/sessions/open-role-session.ts"]);
  // @ts-expect-error a probe sets none
  const probe: Pick<ProbeRequest, "sourceIdentity"> = { sourceIdentity: "sp-aaaaaaaaaaaaaaaaaaaa" as SessionName };
  expect(probe).toBeDefined();
});

test("a text, nothing and a forgotten ID do not compile: tsc says so, and says when they would", () => {
  // @ts-expect-error a text is no proven External ID
  const text: SentExternalId = "sp-7f3c1e9a-52d4-4b8e-9c07-1d6a2f84e3b5";
  // @ts-expect-error nor is a text in the place of one
  const inside: SentExternalId = { kind: "id", value: "sp-7f3c1e9a-52d4-4b8e-9c07-1d6a2f84e3b5" };
  // @ts-expect-error nothing is not the word that none is sent
  const nothing: SentExternalId = undefined;
  expect([text, inside, nothing]).toHaveLength(3);
});
