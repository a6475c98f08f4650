import type { IncomingMessage, ServerResponse } from "node:http";
import { TemplateError } from "#sandbox/aws/cloudformation/template-error.ts";
import { AwsError } from "#sandbox/aws/protocol/aws-error.ts";
import { readBody } from "#sandbox/aws/protocol/read-body.ts";

/** Answers a page's question with JSON; a refusal with its code and message, in AWS's words. Anything else is thrown. */
export async function answerJson(req: IncomingMessage, res: ServerResponse, work: () => unknown): Promise<void> {
  const write = (status: number, value: unknown) => {
    res.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" });
    res.end(value === undefined ? "" : JSON.stringify(value));
  };
  try {
    if (req.method !== "GET") requireSameOrigin(req);
    write(200, await work());
  } catch (refusal) {
    if (!(refusal instanceof AwsError || refusal instanceof TemplateError)) throw refusal;
    write(refusal instanceof AwsError ? refusal.status : 400, { code: refusal.code, message: refusal.message });
  }
}

/** Another site that is open in the same browser must not act in the console's name. */
function requireSameOrigin(req: IncomingMessage): void {
  const { origin, host } = req.headers;
  const site = req.headers["sec-fetch-site"] ?? "same-origin";
  const same = origin === undefined || (URL.canParse(origin) && new URL(origin).host === host);
  if (!same || (site !== "same-origin" && site !== "none")) throw new AwsError("AccessDenied", "The request came from another site.", 403);
}

/** A request's body as a JSON object whose fields are still unknown. */
export async function readObject(req: IncomingMessage): Promise<Readonly<Record<string, unknown>>> {
  let body: unknown;
  try {
    body = JSON.parse((await readBody(req)).toString("utf8"));
  } catch {
    throw new AwsError("ValidationError", "The request is not JSON.");
  }
  if (typeof body === "object" && body !== null && !Array.isArray(body)) return { ...body };
  throw new AwsError("ValidationError", "The request is not a JSON object.");
}

/** A field that must be a string. */
export function stringField(body: Readonly<Record<string, unknown>>, name: string): string {
  const value = body[name];
  if (typeof value === "string") return value;
  throw new AwsError("ValidationError", `${name} must be a string.`);
}
