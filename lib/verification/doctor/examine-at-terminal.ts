import { readFileSync } from "node:fs";
import type { ExamineRequest } from "#lib/verification/read-verify-arguments.ts";
import { examineTrustPolicy, type Finding } from "./examine-trust-policy.ts";
import type { MendedPolicy } from "./mended-policy.ts";
import { partitionNamedIn } from "./partition-named-in.ts";

export interface Terminal {
  readonly out: (line: string) => void;
  readonly err: (line: string) => void;
}

const SOUND = 0;
const HOLES = 1;
const UNREADABLE = 64;

/** `verify --trust-policy FILE`: the doctor at a terminal. Answers the exit status: 0 sound, 1 holes, 64 unreadable. */
export function examineAtTerminal(request: ExamineRequest, terminal: Terminal): number {
  const text = textOf(request.file);
  if (text === undefined) {
    terminal.err(`${request.file} cannot be read.`);
    return UNREADABLE;
  }
  const { externalId, partnerAccountIds } = request;
  const examined = examineTrustPolicy(text, {
    externalId,
    partnerAccountIds,
    retired: [],
    partition: partitionNamedIn(text),
    principalArns: [],
  });
  if (examined.kind === "unreadable") {
    terminal.err(`line ${examined.line}: ${examined.message}`);
    return UNREADABLE;
  }
  const { findings, mended } = examined;
  const lines = request.json ? [JSON.stringify({ sound: findings.length === 0, findings, mended })] : linesOf(findings, mended);
  for (const line of lines) terminal.out(line);
  return findings.length === 0 ? SOUND : HOLES;
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

function linesOf(findings: readonly Finding[], mended: MendedPolicy): readonly string[] {
  if (findings.length === 0)
    return ["Sound: this policy opens with the External ID alone. Only the probes prove it: run verify on the role."];
  return [
    ...findings.map((finding) => `line ${finding.line}: ${finding.class}: ${finding.sentence}`),
    "",
    "Mended policy:",
    JSON.stringify(mended, null, 2),
  ];
}
