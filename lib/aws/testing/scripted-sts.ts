import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** One call as the server received it. `externalId` is undefined when the body had no such parameter. */
export interface SeenCall {
  readonly action: string;
  readonly roleArn: string;
  readonly externalId: string | undefined;
  readonly sessionName: string;
  readonly sourceIdentity: string | undefined;
  readonly policy: string;
  /** Seconds; NaN when the body had no such parameter. */
  readonly durationSeconds: number;
  readonly region: string;
  readonly accessKeyId: string;
  /** How many calls were in progress when this one arrived, including it. */
  readonly together: number;
}

type CredentialPart = "AccessKeyId" | "SecretAccessKey" | "SessionToken" | "Expiration" | "Credentials";

type IdentityPart = "Arn" | "UserId" | "Account";

export type ScriptedReply =
  | {
      readonly kind: "allowed";
      readonly roleId?: string;
      readonly assumedRoleArn?: string;
      readonly without?: CredentialPart;
      readonly requestId?: null;
    }
  | { readonly kind: "identity"; readonly arn: string; readonly accountId: string; readonly without?: IdentityPart }
  | { readonly kind: "error"; readonly status: number; readonly code: string; readonly message?: string }
  | { readonly kind: "raw"; readonly status: number; readonly type: string; readonly body: string; readonly requestId?: string }
  | { readonly kind: "reset" }
  | { readonly kind: "silence" };

export interface ScriptedSts {
  readonly url: string;
  readonly seen: readonly SeenCall[];
  close(): Promise<void>;
}

const XMLNS = "https://sts.amazonaws.com/doc/2011-06-15/";

/**
 * An HTTP server with the query protocol of STS, for tests with the real SDK. It evaluates no policy: `answer` returns the
 * reply to each call, after the call was added to `seen`. It also takes calls to CloudWatch Logs, which `raw` replies answer.
 */
export async function startScriptedSts(
  answer: (call: SeenCall, nth: number) => ScriptedReply | Promise<ScriptedReply>,
): Promise<ScriptedSts> {
  const seen: SeenCall[] = [];
  let inProgress = 0;
  const server = createServer(async (request, response) => {
    inProgress += 1;
    response.on("close", () => {
      inProgress -= 1;
    });
    let body = "";
    for await (const chunk of request) body += chunk;
    const form = new URLSearchParams(body);
    const scope = /Credential=([^/]+)\/[0-9]+\/([^/]+)\//.exec(request.headers.authorization ?? "");
    const call: SeenCall = {
      action: form.get("Action") ?? String(request.headers["x-amz-target"]).split(".")[1] ?? "",
      roleArn: form.get("RoleArn") ?? "",
      externalId: form.get("ExternalId") ?? undefined,
      sessionName: form.get("RoleSessionName") ?? "",
      sourceIdentity: form.get("SourceIdentity") ?? undefined,
      policy: form.get("Policy") ?? "",
      durationSeconds: Number(form.get("DurationSeconds") ?? Number.NaN),
      region: scope?.[2] ?? "",
      accessKeyId: scope?.[1] ?? "",
      together: inProgress,
    };
    seen.push(call);
    write(response, await answer(call, seen.length), call);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function write(response: ServerResponse, reply: ScriptedReply, call: SeenCall): void {
  const requestId = crypto.randomUUID();
  const xml = (status: number, body: string) =>
    response.writeHead(status, { "content-type": "text/xml", "x-amzn-requestid": requestId }).end(body);
  switch (reply.kind) {
    case "allowed":
      if (reply.requestId === null) return void response.writeHead(200, { "content-type": "text/xml" }).end(grantedXml(reply, call));
      return void xml(200, grantedXml(reply, call));
    case "identity":
      return void xml(
        200,
        without(
          reply.without,
          `<GetCallerIdentityResponse xmlns="${XMLNS}"><GetCallerIdentityResult><Arn>${reply.arn}</Arn><UserId>AROATEST0000000000000:x</UserId><Account>${reply.accountId}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`,
        ),
      );
    case "error":
      return void xml(reply.status, errorXml(reply.code, reply.message ?? "no"));
    case "raw": {
      const id = reply.requestId === undefined ? {} : { "x-amzn-requestid": reply.requestId };
      return void response.writeHead(reply.status, { "content-type": reply.type, ...id }).end(reply.body);
    }
    case "reset":
      return void response.socket?.resetAndDestroy();
    case "silence":
      return;
  }
}

/** An error as STS writes it. */
export function errorXml(code: string, message: string): string {
  return `<ErrorResponse xmlns="${XMLNS}"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>x</RequestId></ErrorResponse>`;
}

function grantedXml(reply: { roleId?: string; assumedRoleArn?: string; without?: CredentialPart }, call: SeenCall): string {
  const [, partition = "", account = "", name = ""] = /^arn:([^:]+):iam::([0-9]{12}):role\/(?:.*\/)?([^/]+)$/.exec(call.roleArn) ?? [];
  const arn = reply.assumedRoleArn ?? `arn:${partition}:sts::${account}:assumed-role/${name}/${call.sessionName}`;
  const id = `${reply.roleId ?? "AROATESTROLE000000001"}:${call.sessionName}`;
  const expires = new Date(Date.now() + 900_000).toISOString();
  const whole = `<AssumeRoleResponse xmlns="${XMLNS}"><AssumeRoleResult><AssumedRoleUser><AssumedRoleId>${id}</AssumedRoleId><Arn>${arn}</Arn></AssumedRoleUser><Credentials><AccessKeyId>ASIATEST</AccessKeyId><SecretAccessKey>granted-secret</SecretAccessKey><SessionToken>granted-token</SessionToken><Expiration>${expires}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`;
  return without(reply.without, whole);
}

function without(element: string | undefined, xml: string): string {
  return element === undefined ? xml : xml.replace(new RegExp(`<${element}>.*</${element}>`), "");
}
