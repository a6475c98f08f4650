import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { cloudFormationOperations } from "#sandbox/aws/cloudformation/operations/stack-operations.ts";
import { injectFault } from "#sandbox/aws/faults/inject-fault.ts";
import { iamOperations } from "#sandbox/aws/iam/operations/iam-operations.ts";
import { logOperations } from "#sandbox/aws/logs/operations/log-operations.ts";
import { authenticate } from "#sandbox/aws/state/authenticate.ts";
import { type Caller, invalidTokenForIam, isRefusedByIam } from "#sandbox/aws/state/caller.ts";
import type { SandboxState } from "#sandbox/aws/state/state.ts";
import { stsOperations } from "#sandbox/aws/sts/sts-operations.ts";
import { readAuthorization } from "./authorization-header.ts";
import { AwsError } from "./aws-error.ts";
import { type AwsRequest, readAwsRequest } from "./read-aws-request.ts";
import { readBody } from "./read-body.ts";
import type { Route } from "./router.ts";
import { verifySignature } from "./verify-signature.ts";
import { writeAwsError, writeAwsResponse } from "./write-aws-response.ts";

/** The AWS endpoint on `/`: STS, IAM and CloudFormation in the Query protocol, CloudWatch Logs in the JSON protocol. Every call is logged. */
export function awsRoute(state: SandboxState): Route {
  return async (req, res, url) => {
    const began = performance.now();
    const requestId = randomUUID();
    res.setHeader("x-amzn-requestid", requestId);
    // The SDK corrects its own clock by this header.
    res.setHeader("date", state.clock.now().toUTCString());
    const body = await readBody(req);
    const request = readAwsRequest(req, url, body);
    const { outcome, caller } = await execute(state, { req, res, url, body, request, requestId });
    state.callLog.record({
      ...request.facts,
      at: new Date().toISOString(),
      accessKeyId: /Credential=([^/]+)\//.exec(req.headers.authorization ?? "")?.[1] ?? "",
      callerArn: caller?.arn ?? null,
      requestId,
      sessionName: request.sessionName,
      parameters: request.parameters(),
      outcome,
      ms: performance.now() - began,
    });
  };
}

const QUERY_OPERATIONS = { sts: stsOperations, iam: iamOperations, cloudformation: cloudFormationOperations };

interface Exchange {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  readonly url: URL;
  readonly body: Buffer;
  readonly request: AwsRequest;
  readonly requestId: string;
}

async function execute(state: SandboxState, exchange: Exchange): Promise<{ outcome: string; caller?: Caller }> {
  const { res, request, requestId } = exchange;
  let caller: Caller | undefined;
  const outcome = async (): Promise<string> => {
    try {
      caller = await callerOf(state, exchange);
      const { service, region } = request.facts;
      if (service === "sts" && !state.stsQuota.take(caller.accountId, region, performance.now()))
        throw new AwsError("Throttling", "Rate exceeded", 400);
      if (state.faults.latencyMs > 0) await wait(state.faults.latencyMs);
      const fault = state.faults.take({ ...request.facts, principalArn: caller.principalArn });
      if (fault?.fault === "delay") await wait(fault.ms ?? 1000);
      else if (fault !== undefined) {
        const done = injectFault(fault.fault, request.facts, caller.arn, res);
        if (done.kind === "written") return `fault:${fault.fault}`;
        throw done.error;
      }
      await writeAwsResponse(exchange, await run(state, exchange, caller));
      return "ok";
    } catch (error) {
      const known =
        error instanceof AwsError ? error : new AwsError("InternalFailure", "The sandbox failed. Its output has the cause.", 500);
      if (known !== error) console.error(`sandbox: ${request.facts.service} ${request.facts.action} ${requestId}`, error);
      writeAwsError(exchange, known);
      return known.code;
    }
  };
  const result = await outcome();
  return caller === undefined ? { outcome: result } : { outcome: result, caller };
}

async function callerOf(state: SandboxState, { req, url, body, request }: Exchange): Promise<Caller> {
  const header = readAuthorization(req, state.clock);
  const token = req.headers["x-amz-security-token"];
  const { caller, secret } = authenticate(state, header.accessKeyId, typeof token === "string" ? token : undefined, {
    now: state.clock.now(),
    region: header.region,
  });
  if (header.service !== request.facts.service) {
    throw new AwsError("SignatureDoesNotMatch", `Credential should be scoped to correct service: '${request.facts.service}'.`, 403);
  }
  await verifySignature(req, url, body, header, secret);
  return caller;
}

function run(state: SandboxState, { req, request, requestId }: Exchange, caller: Caller): unknown {
  const facts = { action: request.facts.action, region: request.facts.region, caller, requestId, now: state.clock.now() };
  const from = { sourceIp: (req.socket.remoteAddress ?? "127.0.0.1").replace("::ffff:", ""), userAgent: req.headers["user-agent"] ?? "" };
  const { protocol } = request;
  if (protocol.kind === "json") {
    const operation = logOperations.get(facts.action);
    if (operation === undefined) throw new AwsError("UnknownOperationException", "", 400);
    state.logQuotas.count(caller.accountId, facts.region, facts.action, performance.now());
    return operation(state, { ...facts, ...from, service: "logs", input: protocol.input });
  }
  const { service } = protocol;
  if (service === "iam" && isRefusedByIam(caller)) throw invalidTokenForIam();
  const operation = QUERY_OPERATIONS[service].get(facts.action);
  if (operation === undefined)
    throw new AwsError("InvalidAction", `Could not find operation ${facts.action} for version ${protocol.version}`, 400);
  return operation(state, { ...facts, ...from, service, input: protocol.fields });
}
