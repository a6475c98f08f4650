import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { ProbeRequest } from "./assume-role.ts";
import type { SessionName } from "./role-session.ts";
import type { SentExternalId } from "./sent-external-id.ts";

const shipped = globSync("{app,components,db,lib,scripts,worker}/**/*.{ts,tsx,mjs}").filter(
  (file) => !/\.test\.tsx?$|\/testing\/|^scripts\/demo\//.test(file),
);
const naming = (pattern: RegExp) => shipped.filter((file) => pattern.test(readFileSync(file, "utf8"))).toSorted();

test("only one file calls AssumeRole, and only one file creates AWS clients", () => {
  expect(shipped.length).toBeGreaterThan(400);
  expect(naming(/new AssumeRole\w*Command|\.assumeRole\(|fromTemporaryCredentials|credential-providers/)).toEqual([
    "lib/aws/assume-role.ts",
  ]);
  expect(naming(/new (STS|CloudWatchLogs)Client\(/)).toEqual(["lib/aws/aws-clients.ts"]);
});

test("only log reading sets a source identity, and a probe with one does not compile", () => {
  expect(naming(/SourceIdentity:/)).toEqual(["lib/aws/assume-role.ts"]);
  expect(naming(/sourceIdentity: name/)).toEqual(["lib/logs/sessions/open-role-session.ts"]);
  // @ts-expect-error a probe has no source identity
  const probe: Pick<ProbeRequest, "sourceIdentity"> = { sourceIdentity: "sp-aaaaaaaaaaaaaaaaaaaa" as SessionName };
  expect(probe).toBeDefined();
});

test("a plain string and undefined are no External ID for the compiler", () => {
  // @ts-expect-error a plain string is not assignable
  const text: SentExternalId = "sp-7f3c1e9a-52d4-4b8e-9c07-1d6a2f84e3b5";
  // @ts-expect-error nor is an object with a plain string
  const inside: SentExternalId = { kind: "id", value: "sp-7f3c1e9a-52d4-4b8e-9c07-1d6a2f84e3b5" };
  // @ts-expect-error undefined does not mean that no ID is sent
  const nothing: SentExternalId = undefined;
  expect([text, inside, nothing]).toHaveLength(3);
});
