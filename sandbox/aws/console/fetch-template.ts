import { TemplateError } from "#sandbox/aws/cloudformation/template-error.ts";

const LOOPBACK = ["localhost", "127.0.0.1", "[::1]"];

/** Fetches a template from this machine; the sandbox asks nobody else, and follows no redirect to anybody else. */
export async function fetchTemplate(templateUrl: string): Promise<string> {
  const url = URL.canParse(templateUrl) ? new URL(templateUrl) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || templateUrl.length > 1024) {
    throw new TemplateError("TemplateURL must reference a valid S3 object to which you have access.");
  }
  if (!LOOPBACK.includes(url.hostname))
    throw new TemplateError("TemplateURL must be on this machine. The sandbox does not read from other hosts.");
  const answer = await fetch(url, { redirect: "error", signal: AbortSignal.timeout(10_000) }).catch(() => undefined);
  if (answer === undefined) throw new TemplateError("TemplateURL does not respond.");
  if (!answer.ok) throw new TemplateError(`S3 error: the template could not be read (${answer.status}).`);
  return await answer.text();
}
