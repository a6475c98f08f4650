import type { IncomingMessage, ServerResponse } from "node:http";
import { TemplateError } from "#sandbox/aws/cloudformation/template-error.ts";
import { AwsError } from "#sandbox/aws/protocol/aws-error.ts";
import { readBody } from "#sandbox/aws/protocol/read-body.ts";

/**
 * Responds to a request of a console page with JSON: the result of `work`, or the code and message of an AwsError or
 * TemplateError. Other errors are rethrown.
 */
export async function respondWithJson(req: IncomingMessage, res: ServerResponse, work: () => unknown): Promise<void> {
  const write = (status: number, value: unknown) => {
    res.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" });
    res.end(value === undefined ? "" : JSON.stringify(value));
  };
  try {
    if (req.method !== "GET") requireSameOrigin(req);
    write(200, await work());
  } catch (error) {
    if (!(error instanceof AwsError || error instanceof TemplateError)) throw error;
    write(error instanceof AwsError ? error.status : 400, { code: error.code, message: error.message });
  }
}

/** Rejects requests of another website in the same browser, which could otherwise change stacks and roles. */
function requireSameOrigin(req: IncomingMessage): void {
  const { origin, host } = req.headers;
  const site = req.headers["sec-fetch-site"] ?? "same-origin";
  const same = origin === undefined || (URL.canParse(origin) && new URL(origin).host === host);
  if (!same || (site !== "same-origin" && site !== "none")) throw new AwsError("AccessDenied", "The request came from another site.", 403);
}

/**
 * Reads the body of a request as a JSON object. The caller checks its fields.
 * @throws AwsError ValidationError
 */
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

/**
 * A field that must be a string.
 * @throws AwsError ValidationError
 */
export function stringField(body: Readonly<Record<string, unknown>>, name: string): string {
  const value = body[name];
  if (typeof value === "string") return value;
  throw new AwsError("ValidationError", `${name} must be a string.`);
}
