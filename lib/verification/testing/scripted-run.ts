import { parseRoleArn, type RoleArn } from "#kernel/role-arn.ts";
import { Secret } from "#kernel/secret.ts";
import { createAwsClients } from "#lib/aws/aws-clients.ts";
import { sessionName } from "#lib/aws/role-session.ts";
import { parseSendableId, type SendableId } from "#lib/aws/sent-external-id.ts";
import { type ScriptedReply, type SeenCall, startScriptedSts } from "#lib/aws/testing/scripted-sts.ts";
import { awsProbePorts } from "#lib/verification/engine/aws-probe-ports.ts";
import type { ProbeName } from "#lib/verification/engine/probe.ts";
import { type FinishedRun, type RunQuestion, type RunWatch, runProbes } from "#lib/verification/engine/run-probes.ts";

export const CORRECT_ID = sendable("sp-7f3c1e9a-52d4-4b8e-9c07-1d6a2f84e3b5");
export const RETIRED_ID = sendable("sp-0b1c2d3e-4f50-4a6b-8c7d-9e0f1a2b3c4d");
export const ROLE = role("arn:aws:iam::222222222222:role/sallyport/logs");
export const OPEN_CANARY = role("arn:aws:iam::111111111111:role/open");
export const CLOSED_CANARY = role("arn:aws:iam::111111111111:role/closed");
export const OUTSIDE = role("arn:aws:iam::444444444444:role/outside");
const SECOND = role("arn:aws:iam::999999999999:role/second");

export const GRANTED: ScriptedReply = { kind: "allowed" };
export const DENIED: ScriptedReply = { kind: "error", status: 403, code: "AccessDenied" };

export function sendable(text: string): SendableId {
  const parsed = parseSendableId(text);
  if (parsed.kind === "problem") throw new Error(`not an External ID: ${text}`);
  return parsed.value;
}

export function role(text: string): RoleArn {
  const parsed = parseRoleArn(text, "aws", []);
  if (parsed.kind === "problem") throw new Error(parsed.problem);
  return parsed.arn;
}

/** The probe of a call, recognized from its parameters; undefined for other calls. */
function probeOf(call: SeenCall, negativesSeen: boolean): ProbeName | undefined {
  if (call.action !== "AssumeRole" || call.roleArn !== ROLE) return undefined;
  if (call.accessKeyId.startsWith("ASIA")) return call.externalId === undefined ? "second-principal" : "outside-principal";
  if (call.externalId === undefined) return "none";
  if (call.externalId === CORRECT_ID) return negativesSeen ? "right-again" : "right";
  if (call.externalId === RETIRED_ID) return "retired-1";
  if (call.externalId === `${CORRECT_ID}.${CORRECT_ID}`) return "doubled";
  if (call.externalId === CORRECT_ID.toUpperCase()) return "upper";
  return call.externalId.slice(0, -1) === CORRECT_ID.slice(0, -1) ? "near-miss" : "random";
}

interface Scripted {
  /** Undefined: the answer of a secure role. */
  readonly probe?: (name: ProbeName, call: SeenCall) => ScriptedReply | undefined | Promise<ScriptedReply | undefined>;
  /** All calls other than probes: canary roles, optional principals, identity, log reading. */
  readonly other?: (call: SeenCall) => ScriptedReply | undefined;
  readonly canaries?: boolean;
  readonly principals?: boolean;
  readonly question?: Partial<RunQuestion>;
  readonly watch?: RunWatch;
}

/** One run with the real SDK against an HTTP server with the given answers. */
export async function scriptedRun(script: Scripted): Promise<{ run: FinishedRun; seen: readonly SeenCall[] }> {
  process.env["AWS_ACCESS_KEY_ID"] = "AKIATEST";
  process.env["AWS_SECRET_ACCESS_KEY"] = "test-secret";
  let negativesSeen = false;
  let sessionArn = "";
  const sts = await startScriptedSts(async (call) => {
    const name = probeOf(call, negativesSeen);
    if (name !== undefined && !name.startsWith("right")) negativesSeen = true;
    if (name === "right") sessionArn = `arn:aws:sts::222222222222:assumed-role/logs/${call.sessionName}`;
    if (name !== undefined) return (await script.probe?.(name, call)) ?? (name.startsWith("right") ? GRANTED : DENIED);
    const told = script.other?.(call);
    if (told !== undefined) return told;
    if (call.action === "GetCallerIdentity") return { kind: "identity", arn: sessionArn, accountId: "222222222222" };
    return call.roleArn === CLOSED_CANARY ? DENIED : GRANTED;
  });
  const endpoints = { sts: sts.url, logs: sts.url };
  const clients = createAwsClients({ region: "eu-central-1", partition: "aws", allowCustomEndpoints: true, endpoints });
  const ports = awsProbePorts(clients, {
    canaries: script.canaries ? { open: OPEN_CANARY, closed: CLOSED_CANARY } : undefined,
    principals: { outside: script.principals ? OUTSIDE : undefined, second: script.principals ? SECOND : undefined },
  });
  const question: RunQuestion = {
    roleArn: ROLE,
    externalId: CORRECT_ID,
    retired: [RETIRED_ID],
    retiredElsewhere: [],
    regions: [],
    logGroupPrefix: "",
    sessionName: sessionName(new Secret("key"), "run", ["1"]),
    ...script.question,
  };
  try {
    return { run: await runProbes(ports, question, script.watch), seen: sts.seen };
  } finally {
    clients.close();
    await sts.close();
  }
}
