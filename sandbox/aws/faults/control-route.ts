import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import { QueryPace } from "#sandbox/aws/logs/insights/query-pace.ts";
import { AwsError } from "#sandbox/aws/protocol/aws-error.ts";
import { readBody } from "#sandbox/aws/protocol/read-body.ts";
import type { Route } from "#sandbox/aws/protocol/router.ts";
import { isOptInRegion } from "#sandbox/aws/state/opt-in-regions.ts";
import { PARTNER_ACCOUNT } from "#sandbox/aws/state/sandbox-accounts.ts";
import { PARTNER_POLICY, PARTNER_POLICY_DOCUMENT } from "#sandbox/aws/state/seed-accounts.ts";
import { SKEW_ERRORS } from "#sandbox/aws/state/service-clock.ts";
import type { SandboxState } from "#sandbox/aws/state/state.ts";
import { DEFAULT_STS_QUOTA } from "#sandbox/aws/sts/sts-quota.ts";
import { explain } from "./explain.ts";
import { FAULT_NAMES } from "./fault-store.ts";

const Rule = z.strictObject({
  service: z.enum(["sts", "iam", "cloudformation", "logs", "any"]).default("any"),
  fault: z.enum(FAULT_NAMES),
  match: z
    .strictObject({
      action: z.string().optional(),
      region: z.string().optional(),
      roleArn: z.string().optional(),
      principalArn: z.string().optional(),
      externalId: z.string().optional(),
      nth: z.number().int().min(1).optional(),
    })
    .default({}),
  times: z.number().int().min(1).optional(),
  ms: z.number().int().min(0).optional(),
});
/** The quota is removed when `perSecond` is absent. */
const StsQuota = z.strictObject({ perSecond: z.number().min(1).nullable().default(null) });
/** `ms` denies new roles only; a spread delays every change of a role. */
const PropagationTime = z.union([
  z.strictObject({ ms: z.number().int().min(0), roleArn: z.string().optional() }),
  z
    .strictObject({ fromMs: z.number().int().min(0), toMs: z.number().int().min(0).max(600_000) })
    .refine(({ fromMs, toMs }) => fromMs <= toMs, "fromMs must not be greater than toMs"),
]);
const Clock = z.strictObject({
  aheadSeconds: z.number().int().min(-31_536_000).max(31_536_000).default(0),
  skewError: z.enum(SKEW_ERRORS).optional(),
});
const OptIn = z.strictObject({
  globalTokenVersion: z.literal([1, 2]).optional(),
  notEnabled: z.array(z.string().refine(isOptInRegion, "is not a Region that accounts must enable")).max(50).optional(),
});
const DefaultQuotas = z.strictObject({ on: z.boolean() });
const Milliseconds = z.strictObject({ ms: z.number().int().min(0) });
const QueryTime = z.strictObject({
  principalArn: z.string().optional(),
  scheduledMs: z.number().int().min(0).optional(),
  ms: z.number().int().min(0).optional(),
  bytesPerSecond: z.number().min(1).optional(),
  outcome: z.enum(["Complete", "Failed", "Timeout"]).optional(),
});
const SessionLife = z.strictObject({ seconds: z.number().int().min(1).optional() });
const Quota = z.strictObject({ operation: z.string().min(1), perSecond: z.number().int().min(1) });
/** The original policy is restored when `document` is absent. */
const IdentityPolicy = z.strictObject({ document: z.union([z.string(), z.record(z.string(), z.unknown())]).optional() });

type Command = (state: SandboxState, input: () => Promise<unknown>, url: URL) => Promise<unknown>;

const COMMANDS: ReadonlyMap<string, Command> = new Map<string, Command>([
  ["POST faults", async (state, input) => ({ id: state.faults.add(Rule.parse(await input())) })],
  ["GET faults", async (state) => ({ faults: state.faults.list() })],
  ["DELETE faults", async (state) => ok(state.faults.removeAll())],
  ["POST latency", async (state, input) => ok(state.faults.delayAll(Milliseconds.parse(await input()).ms))],
  ["POST sts-quota", async (state, input) => ok(state.stsQuota.set(StsQuota.parse(await input()).perSecond))],
  ["GET sts-quota", async (state, _input, url) => state.stsQuota.seen(url.searchParams.get("account"))],
  ["POST propagation", async (state, input) => ok(setPropagation(state, PropagationTime.parse(await input())))],
  ["POST clock", async (state, input) => ok(setClock(state, Clock.parse(await input())))],
  ["POST opt-in-regions", async (state, input) => ok(state.optInRegions.set(withoutUndefined(OptIn.parse(await input()))))],
  ["POST default-quotas", async (state, input) => ok(setDefaultQuotas(state, DefaultQuotas.parse(await input()).on))],
  ["POST session-life", async (state, input) => ok(state.sessions.limitDuration(SessionLife.parse(await input()).seconds))],
  ["POST query-time", async (state, input) => ok(setQueryPace(state, QueryTime.parse(await input())))],
  ["POST quotas", async (state, input) => ok(setQuota(state, Quota.parse(await input())))],
  ["DELETE quotas", async (state) => ok(state.logQuotas.clear())],
  ["POST identity-policy", async (state, input) => ok(setIdentityPolicy(state, IdentityPolicy.parse(await input()).document))],
  ["POST reset", async (state) => ok(state.reset())],
  ["GET calls", async (state, _input, url) => callsSince(state, url.searchParams)],
  ["GET assume-roles", async (state) => state.callLog.assumeRoles],
  ["POST explain", async (state, input) => explain(state, await input())],
]);

/** `/sandbox/…`: commands that inject faults, change settings and read the call log. README.md lists them. */
export function controlRoute(state: SandboxState): Route {
  return async (req, res, url) => {
    const command = COMMANDS.get(`${req.method} ${url.pathname.replace(/^\/sandbox\//, "")}`);
    if (command === undefined) return send(res, 404, { error: "no such command" });
    // A website in the developer's browser must not control the sandbox. Browsers send an Origin header with such requests.
    if (req.method !== "GET" && req.headers.origin !== undefined)
      return send(res, 403, { error: "requests from a browser are not allowed" });
    try {
      send(res, 200, await command(state, () => jsonBody(req), url));
    } catch (error) {
      if (!(error instanceof z.ZodError || error instanceof AwsError || error instanceof SyntaxError)) throw error;
      send(res, 400, { error: error instanceof z.ZodError ? z.prettifyError(error) : error.message });
    }
  };
}

const ok = (_result: unknown) => ({ ok: true });

async function jsonBody(req: IncomingMessage): Promise<unknown> {
  const body = await readBody(req);
  return body.length === 0 ? {} : (JSON.parse(body.toString()) as unknown);
}

function send(res: ServerResponse, status: number, body: unknown): void {
  res.writeHead(status, { "content-type": "application/json" }).end(`${JSON.stringify(body)}\n`);
}

function setQuota(state: SandboxState, { operation, perSecond }: z.infer<typeof Quota>): void {
  state.logQuotas.set(operation, perSecond);
}

function setPropagation({ faults, propagation }: SandboxState, time: z.infer<typeof PropagationTime>): void {
  const roleArn = "ms" in time ? time.roleArn : undefined;
  faults.hideNewRoles("ms" in time ? time.ms : 0, roleArn);
  if (roleArn === undefined) propagation.set("ms" in time ? undefined : time);
}

function setClock({ clock }: SandboxState, { aheadSeconds, skewError }: z.infer<typeof Clock>): void {
  clock.set(aheadSeconds, skewError);
}

function setQueryPace({ queries }: SandboxState, { principalArn, ...settings }: z.infer<typeof QueryTime>): void {
  const given = withoutUndefined(settings);
  if (principalArn === undefined) queries.pace = new QueryPace(given);
  else queries.setPaceOf(principalArn, Object.keys(given).length === 0 ? undefined : new QueryPace(given));
}

function setDefaultQuotas({ logQuotas, stsQuota }: SandboxState, on: boolean): void {
  logQuotas.useDefaults(on);
  stsQuota.set(on ? DEFAULT_STS_QUOTA : null);
}

/** A setting that is absent must not replace its default. */
function withoutUndefined<T extends object>(settings: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined)) as never;
}

function setIdentityPolicy(state: SandboxState, document: unknown): void {
  const text = document === undefined ? PARTNER_POLICY_DOCUMENT : typeof document === "string" ? document : JSON.stringify(document);
  state.iam.putRolePolicy(PARTNER_ACCOUNT, "sallyport", PARTNER_POLICY, text);
}

/** The calls after the sequence number `since`, filtered by `service`, `action`, `accessKeyId` and `roleArn`. */
function callsSince(state: SandboxState, query: URLSearchParams) {
  const wanted = (["service", "action", "accessKeyId", "roleArn"] as const).filter((name) => query.has(name));
  const calls = state.callLog
    .since(Number(query.get("since") ?? 0))
    .filter((call) => wanted.every((name) => call[name] === query.get(name)));
  return { last: state.callLog.last, calls };
}
