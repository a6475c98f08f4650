import { checkReferences } from "#sandbox/aws/cloudformation/check-references.ts";
import { isJsonObject, type JsonValue } from "#sandbox/aws/cloudformation/json-value.ts";
import { parseTemplate, type Template } from "#sandbox/aws/cloudformation/parse-template.ts";
import { TemplateError } from "#sandbox/aws/cloudformation/template-error.ts";

export interface ParameterGroup {
  readonly label: string;
  readonly names: readonly string[];
}

/**
 * The data for a stack form: the parameters of a template, in the groups that its Metadata defines.
 * @throws TemplateError
 */
export function templateSummary(body: string) {
  const template = parseTemplate(body);
  checkReferences(template);
  return {
    description: template.description,
    parameters: [...template.parameters].map(([name, parameter]) => ({ name, ...parameter })),
    groups: groupsOf(template),
  };
}

function groupsOf({ metadata, parameters }: Template): readonly ParameterGroup[] {
  const declared = at(at(metadata, "AWS::CloudFormation::Interface"), "ParameterGroups");
  const left = new Set(parameters.keys());
  const take = (name: JsonValue): string[] => (typeof name === "string" && left.delete(name) ? [name] : []);
  const groups = (Array.isArray(declared) ? declared : []).map((group: JsonValue) => {
    const label = at(at(group, "Label"), "default");
    const names = at(group, "Parameters");
    return { label: typeof label === "string" ? label : "Parameters", names: (Array.isArray(names) ? names : []).flatMap(take) };
  });
  return [...groups, { label: groups.length === 0 ? "Parameters" : "More", names: [...left] }].filter(({ names }) => names.length > 0);
}

const at = (node: JsonValue | undefined, key: string): JsonValue | undefined => (isJsonObject(node) ? node[key] : undefined);

const LOOPBACK = ["localhost", "127.0.0.1", "[::1]"];

/**
 * Fetches a template from this machine. Other hosts and redirects are not allowed, so that the sandbox sends no requests
 * elsewhere.
 * @throws TemplateError
 */
export async function fetchTemplate(templateUrl: string): Promise<string> {
  const url = URL.canParse(templateUrl) ? new URL(templateUrl) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || templateUrl.length > 1024) {
    throw new TemplateError("TemplateURL must reference a valid S3 object to which you have access.");
  }
  if (!LOOPBACK.includes(url.hostname))
    throw new TemplateError("TemplateURL must be on this machine. The sandbox does not read from other hosts.");
  const response = await fetch(url, { redirect: "error", signal: AbortSignal.timeout(10_000) }).catch(() => undefined);
  if (response === undefined) throw new TemplateError("TemplateURL does not respond.");
  if (!response.ok) throw new TemplateError(`S3 error: the template could not be read (${response.status}).`);
  return await response.text();
}
