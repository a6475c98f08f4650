import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { parseSendableId } from "#lib/aws/sent-external-id.ts";
import { examineAtTerminal } from "./examine-policy.ts";

const ID = "sp-7f3c1e9a-52d4-4b8e-9c07-1d6a2f84e3b5";
const file = join(mkdtempSync(join(tmpdir(), "sallyport-doctor-")), "policy.json");
afterAll(() => rmSync(dirname(file), { recursive: true }));

function examine(text: string, options: { readonly json?: boolean; readonly accounts?: readonly string[] } = {}) {
  const externalId = parseSendableId(ID);
  if (externalId.kind === "problem") throw new Error("unreachable");
  writeFileSync(file, text);
  const [out, err]: [string[], string[]] = [[], []];
  const { json = false, accounts: partnerAccountIds = ["999999999999"] } = options;
  const status = examineAtTerminal(
    { kind: "examine", file, externalId: externalId.value, partnerAccountIds, json },
    { out: (line) => void out.push(line), err: (line) => void err.push(line) },
  );
  return { status, out: out.join("\n"), err: err.join("\n") };
}

function policy(condition: unknown, principal: unknown = { AWS: "arn:aws:iam::999999999999:root" }): string {
  const statement = { Effect: "Allow", Principal: principal, Action: "sts:AssumeRole", Condition: condition };
  return JSON.stringify({ Version: "2012-10-17", Statement: [statement] }, null, 2);
}

const exact = { StringEquals: { "sts:ExternalId": ID } };

test("a policy that is not valid: exit status 64, with line, column and what to do", () => {
  expect(examine('{\n"Statement": [],\n}')).toEqual({
    status: 64,
    out: "",
    err: "line 2, column 16: Trailing comma. Remove it.",
  });
});

test("a policy with a weakness: exit status 1, with line, class, sentence and the corrected policy", () => {
  const { status, out } = examine(policy({ StringLike: { "sts:ExternalId": "sp-*" } }));
  expect(status).toBe(1);
  expect(out).toMatch(/^line 12, column 11: shared-prefix: "sp-\*" matches every External ID that the portal creates/);
  expect(JSON.parse(out.slice(out.indexOf("Corrected policy:") + 17)).Statement[0].Condition).toEqual(exact);
});

test("a policy that denies the portal, or that lists an unknown ID: exit status 1", () => {
  expect(examine(policy({ StringEquals: { "sts:ExternalId": "sp-x" } })).status).toBe(1);
  expect(examine(policy({ StringEquals: { "sts:ExternalId": [ID, "vendor"] } })).out).toMatch(/foreign-value \(warning\)/);
  expect(examine(policy({ StringEquals: { "sts:ExternalId": [ID, "vendor"] } })).status).toBe(1);
});

test("a secure policy: exit status 0, with its warnings", () => {
  expect(examine(policy(exact))).toMatchObject({ status: 0, out: expect.stringMatching(/^Secure: .*$/) });
  expect(examine(policy({ ...exact, IpAddress: { "aws:SourceIp": "192.0.2.0/24" } }))).toMatchObject({
    status: 0,
    out: expect.stringMatching(/^Secure: .*\nline 15, column 11: unsure \(warning\): The portal’s IP addresses can change/),
  });
});

test("with --json, one line contains the whole result", () => {
  const { status, out } = examine(policy(undefined), { json: true });
  expect(status).toBe(1);
  expect(JSON.parse(out)).toMatchObject({
    sound: false,
    verdict: "open",
    findings: [
      { line: 4, column: 5, statement: 1, class: "no-condition-or-if-exists", severity: "hole", sentence: expect.stringMatching(/\.$/) },
    ],
    mended: { Version: "2012-10-17" },
    note: null,
  });
  expect(out).not.toContain("\n");
});

test("without PARTNER_ACCOUNT_IDS, the account that the policy trusts with an External ID is the partner's, and the result says so", () => {
  const guessed = examine(policy(exact), { accounts: [] });
  expect(guessed).toMatchObject({
    status: 0,
    out: expect.stringMatching(/^Secure: .*\nPARTNER_ACCOUNT_IDS is not set, so account 999999999999/),
  });
  expect(JSON.parse(examine(policy(exact), { accounts: [], json: true }).out).note).toMatch(/^PARTNER_ACCOUNT_IDS is not set/);
  const china = policy(exact, { AWS: "arn:aws-cn:iam::999999999999:root" });
  expect(examine(china, { accounts: [] }).status).toBe(0);
});
