import { isMap, isScalar, isSeq, parseDocument, type Tags, visit } from "yaml";
import { isJsonObject, type JsonObject, type JsonValue } from "./json-value.ts";
import { TemplateError } from "./template-error.ts";

const UNSUPPORTED = "Template format error: unsupported structure.";

/** The size of a template in S3, in bytes. Source: CloudFormation user guide, "Understand CloudFormation quotas". */
const MOST_BYTES = 1024 * 1024;

/**
 * Reads the text of a template: JSON if it begins with `{`, otherwise YAML.
 * @throws TemplateError
 */
export function readTemplate(body: string): JsonObject {
  if (Buffer.byteLength(body) > MOST_BYTES) throw new TemplateError("Template format error: the template is larger than 1 MB");
  const root = body.trimStart().startsWith("{") ? readJson(body) : readYaml(body);
  if (!isJsonObject(root)) throw new TemplateError(UNSUPPORTED);
  return root;
}

function readJson(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch (cause) {
    const [, position] = /at position (\d+)/.exec(cause instanceof Error ? cause.message : "") ?? [];
    throw notWellFormed("JSON", body, position === undefined ? body.length : Number(position));
  }
}

function notWellFormed(format: string, body: string, position: number): TemplateError {
  const before = body.slice(0, position).split("\n");
  return new TemplateError(
    `Template format error: ${format} not well-formed. (line ${before.length}, column ${(before.at(-1) ?? "").length + 1})`,
  );
}

/** The functions with a short form in YAML. `!Ref x` is `Ref: x`, `!Condition x` is `Condition: x`, and `!Sub x` is `Fn::Sub: x`. */
const SHORT_FORMS = [
  ...["And", "Base64", "Cidr", "Condition", "Equals", "FindInMap", "ForEach", "GetAZs", "GetAtt", "If", "ImportValue", "Join"],
  ...["Length", "Not", "Or", "Ref", "Select", "Split", "Sub", "ToJsonString", "Transform"],
];

/** CloudFormation's own tags; the tags of YAML for dates, sets and binary data are not supported. */
const SHORT_FORM_TAGS: Tags = SHORT_FORMS.flatMap((name) => [
  { tag: `!${name}`, resolve: (text: string) => text },
  { tag: `!${name}`, collection: "map" as const },
  { tag: `!${name}`, collection: "seq" as const },
]);

/**
 * YAML 1.1 without aliases, as CloudFormation supports it (user guide, "CloudFormation template format"). Numbers, dates and
 * `yes` stay the text that they are written as, because CloudFormation treats every value as text until a property needs
 * another type.
 */
function readYaml(body: string): unknown {
  const document = parseDocument(body, {
    schema: "core",
    customTags: SHORT_FORM_TAGS,
    merge: false,
    resolveKnownTags: false,
    prettyErrors: false,
  });
  const [problem] = [...document.errors, ...document.warnings];
  if (problem !== undefined) throw notWellFormed("YAML", body, problem.pos[0]);
  visit(document, {
    Alias() {
      throw new TemplateError("Template error: YAML aliases are not allowed in CloudFormation templates");
    },
  });
  return document.contents === null ? null : jsonOf(document.contents);
}

function jsonOf(node: unknown): JsonValue {
  const tag = typeof node === "object" && node !== null && "tag" in node && typeof node.tag === "string" ? node.tag : "";
  const name = tag.startsWith("!") ? tag.slice(1) : "";
  if (!SHORT_FORMS.includes(name)) return untagged(node);
  return { [name === "Ref" || name === "Condition" ? name : `Fn::${name}`]: untagged(node) };
}

function untagged(node: unknown): JsonValue {
  if (isSeq(node)) return node.items.map(jsonOf);
  if (isMap(node)) return Object.fromEntries(node.items.map(({ key, value }) => [String(untagged(key)), jsonOf(value)]));
  if (!isScalar(node) || node.value === null) return null;
  return typeof node.value === "string" ? node.value : (node.source ?? String(node.value));
}
