import { checkReferences } from "#sandbox/aws/cloudformation/check-references.ts";
import { isJsonObject, type JsonValue } from "#sandbox/aws/cloudformation/json-value.ts";
import { parseTemplate, type Template } from "#sandbox/aws/cloudformation/parse-template.ts";

export interface ParameterGroup {
  readonly label: string;
  readonly names: readonly string[];
}

/** What a form needs to know of a template: its parameters, in the groups that its Metadata asks for. Throws as the parser does. */
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
  const asked = at(at(metadata, "AWS::CloudFormation::Interface"), "ParameterGroups");
  const left = new Set(parameters.keys());
  const take = (name: JsonValue): string[] => (typeof name === "string" && left.delete(name) ? [name] : []);
  const groups = (Array.isArray(asked) ? asked : []).map((group: JsonValue) => {
    const label = at(at(group, "Label"), "default");
    const names = at(group, "Parameters");
    return { label: typeof label === "string" ? label : "Parameters", names: (Array.isArray(names) ? names : []).flatMap(take) };
  });
  return [...groups, { label: groups.length === 0 ? "Parameters" : "More", names: [...left] }].filter(({ names }) => names.length > 0);
}

const at = (node: JsonValue | undefined, key: string): JsonValue | undefined => (isJsonObject(node) ? node[key] : undefined);
