import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import { AwsError } from "#sandbox/aws/protocol/aws-error.ts";
import { readBody } from "#sandbox/aws/protocol/read-body.ts";
import type { Route } from "#sandbox/aws/protocol/router.ts";
import { PARTNER_ACCOUNT } from "#sandbox/aws/state/sandbox-accounts.ts";
import { PARTNER_POLICY, PARTNER_POLICY_DOCUMENT } from "#sandbox/aws/state/seed-accounts.ts";
import type { World } from "#sandbox/aws/state/state.ts";
import { explain } from "./explain.ts";
import { FAULT_NAMES } from "./fault-name.ts";

const Rule = z.strictObject({
  service: z.enum(["sts", "iam", "logs", "any"]).default("any"),
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
/** Without a number the quota is taken back. */
const StsQuota = z.strictObject({ perSecond: z.number().min(1).nullable().default(null) });
const Milliseconds = z.strictObject({ ms: z.number().int().min(0) });
const SessionLife = z.strictObject({ seconds: z.number().int().min(1).optional() });
const Quota = z.strictObject({ operation: z.string().min(1), perSecond: z.number().int().min(1) });
/** Without a document the policy goes back to what it was. */
const IdentityPolicy = z.strictObject({ document: z.union([z.string(), z.record(z.string(), z.unknown())]).optional() });

type Command = (world: World, input: () => Promise<unknown>, url: URL) => Promise<unknown>;

const COMMANDS: ReadonlyMap<string, Command> = new Map<string, Command>([
  ["POST faults", async (world, input) => ({ id: world.faults.add(Rule.parse(await input())) })],
  ["GET faults", async (world) => ({ faults: world.faults.list() })],
  ["DELETE faults", async (world) => ok(world.faults.removeAll())],
  ["POST latency", async (world, input) => ok(world.faults.delayAll(Milliseconds.parse(await input()).ms))],
  ["POST sts-quota", async (world, input) => ok(world.stsQuota.set(StsQuota.parse(await input()).perSecond))],
  ["GET sts-quota", async (world, _input, url) => world.stsQuota.seen(url.searchParams.get("account"))],
  ["POST propagation", async (world, input) => ok(world.faults.hideYoungRoles(Milliseconds.parse(await input()).ms))],
  ["POST session-life", async (world, input) => ok(world.sessions.shorten(SessionLife.parse(await input()).seconds))],
  ["POST query-time", async (world, input) => ok(world.queries.delayAll(Milliseconds.parse(await input()).ms))],
  ["POST quotas", async (world, input) => ok(setQuota(world, Quota.parse(await input())))],
  ["DELETE quotas", async (world) => ok(world.logQuotas.clear())],
  ["POST identity-policy", async (world, input) => ok(setIdentityPolicy(world, IdentityPolicy.parse(await input()).document))],
  ["POST reset", async (world) => ok(world.reset())],
  ["GET calls", async (world, _input, url) => callsSince(world, url.searchParams)],
  ["GET assume-roles", async (world) => world.journal.assumeRoles],
  ["POST explain", async (world, input) => explain(world, await input())],
]);

/** `/sandbox/…`: how the sandbox is told to misbehave, and asked what it saw. Loopback only, like everything here. */
export function controlRoute(world: World): Route {
  return async (req, res, url) => {
    const command = COMMANDS.get(`${req.method} ${url.pathname.replace(/^\/sandbox\//, "")}`);
    if (command === undefined) return send(res, 404, { error: "no such command" });
    // A page in a browser must not be able to steer the sandbox: it would send an Origin.
    if (req.method !== "GET" && req.headers.origin !== undefined) return send(res, 403, { error: "not from a page" });
    try {
      send(res, 200, await command(world, () => jsonBody(req), url));
    } catch (error) {
      if (!(error instanceof z.ZodError || error instanceof AwsError || error instanceof SyntaxError)) throw error;
      send(res, 400, { error: error instanceof z.ZodError ? z.prettifyError(error) : error.message });
    }
  };
}

const ok = (_done: unknown) => ({ ok: true });

async function jsonBody(req: IncomingMessage): Promise<unknown> {
  const body = await readBody(req);
  return body.length === 0 ? {} : (JSON.parse(body.toString()) as unknown);
}

function send(res: ServerResponse, status: number, body: unknown): void {
  res.writeHead(status, { "content-type": "application/json" }).end(`${JSON.stringify(body)}\n`);
}

function setQuota(world: World, { operation, perSecond }: z.infer<typeof Quota>): void {
  world.logQuotas.set(operation, perSecond);
}

function setIdentityPolicy(world: World, document: unknown): void {
  const text = document === undefined ? PARTNER_POLICY_DOCUMENT : typeof document === "string" ? document : JSON.stringify(document);
  world.iam.putRolePolicy(PARTNER_ACCOUNT, "sallyport", PARTNER_POLICY, text);
}

/** `since` is a sequence number; `service`, `action` and `accessKeyId` narrow. */
function callsSince(world: World, query: URLSearchParams) {
  const wanted = (["service", "action", "accessKeyId", "roleArn"] as const).filter((name) => query.has(name));
  const calls = world.journal
    .since(Number(query.get("since") ?? 0))
    .filter((call) => wanted.every((name) => call[name] === query.get(name)));
  return { last: world.journal.last, calls };
}
