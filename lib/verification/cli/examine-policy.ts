import { readFileSync } from "node:fs";
import type { Partition } from "#kernel/aws/partition.ts";
import { safeJson } from "#kernel/text/safe-text.ts";
import { type Examination, examineTrustPolicy, type Finding } from "#lib/verification/shared/examine-trust-policy.ts";
import type { ExamineRequest } from "./read-verify-arguments.ts";

export interface Terminal {
  readonly out: (line: string) => void;
  readonly err: (line: string) => void;
}

const SECURE = 0;
const NOT_SECURE = 1;
const UNREADABLE = 64;

/**
 * `verify --trust-policy FILE`: analyzes a trust policy and prints the result. Returns the exit status: 0 when the policy is
 * secure (there can be warnings), 1 when it has a weakness or denies the portal, 64 when it is not valid. With `--json` the
 * result is one line on stdout.
 */
export function examineAtTerminal(request: ExamineRequest, terminal: Terminal): number {
  const text = textOf(request.file);
  if (text === undefined) {
    terminal.err(`Cannot read ${request.file}. Check its path and its permissions.`);
    return UNREADABLE;
  }
  const { externalId, partnerAccountIds } = request;
  const wanted = { externalId, partnerAccountIds, partnerPrincipalArns: [], partition: partitionNamedIn(text) };
  const examined = examineTrustPolicy(text, wanted);
  if (examined.kind === "unreadable") {
    terminal.err(`line ${examined.line}, column ${examined.column}: ${examined.sentence}`);
    return UNREADABLE;
  }
  for (const line of request.json ? [jsonOf(examined)] : linesOf(examined)) terminal.out(line);
  return examined.verdict === "sound" ? SECURE : NOT_SECURE;
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

type Examined = Extract<Examination, { kind: "examined" }>;

/** The keys and values that `--json` printed in its first version, which pipelines read: the code has other names for some. */
function jsonOf({ verdict, findings, corrected, changes, ...rest }: Examined): string {
  return safeJson({
    sound: verdict === "sound",
    verdict,
    findings: findings.map(({ weakness, severity, ...finding }) => ({
      ...finding,
      class: weakness,
      severity: severity === "weakness" ? "hole" : severity,
    })),
    mended: JSON.parse(corrected) as unknown,
    changes,
    note: notesOf(rest).join(" ") || null,
  });
}

/** What limits the result: more than a policy was in the file, or the partner's account had to be guessed. */
function notesOf({ note, assumedPartner }: Pick<Examined, "note" | "assumedPartner">): readonly string[] {
  const assumed = `PARTNER_ACCOUNT_IDS is not set, so account ${assumedPartner}, which this policy trusts, counts as yours. If it is not yours, the policy is not secure.`;
  return [...(note === null ? [] : [note]), ...(assumedPartner === null ? [] : [assumed])];
}

function linesOf({ verdict, findings, corrected, changes, ...rest }: Examined): readonly string[] {
  if (verdict === "sound") {
    const sound = "Secure: this policy allows only calls with the External ID. To confirm it, verify the role.";
    return [sound, ...notesOf(rest), ...findings.map(lineOf)];
  }
  return [...notesOf(rest), ...findings.map(lineOf), "", ...changes, "", "Corrected policy:", corrected];
}

function lineOf({ line, column, weakness, severity, sentence }: Finding): string {
  return `line ${line}, column ${column}: ${weakness}${severity === "warning" ? " (warning)" : ""}: ${sentence}`;
}

/** The partition of the first ARN in the text, or `aws` if there is none. */
function partitionNamedIn(text: string): Partition {
  const named = /\barn:(aws-us-gov|aws-cn|aws):/.exec(text)?.[1];
  return named === "aws-us-gov" || named === "aws-cn" ? named : "aws";
}
