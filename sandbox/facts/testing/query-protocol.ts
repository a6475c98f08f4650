/** The fields of the Query protocol for parameters: `{Tags: [{Key: "a"}]}` becomes `Tags.member.1.Key=a`. */
export function queryFields(parameters: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(parameters).flatMap(([name, value]) => fieldsOf(name, value)));
}

function fieldsOf(name: string, value: unknown): [string, string][] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value))
    return value.length === 0 ? [[name, ""]] : value.flatMap((item, i) => fieldsOf(`${name}.member.${i + 1}`, item));
  if (typeof value !== "object") return [[name, String(value)]];
  return Object.entries(value).flatMap(([key, inner]) => fieldsOf(`${name}.${key}`, inner));
}

/** Reads the XML of a response of the Query protocol. An element with only `member` elements is a list; text stays text. */
export function readXml(xml: string): Record<string, unknown> {
  const tokens = [...xml.matchAll(/<(\/?)([\w:.-]+)[^>]*?(\/?)>|([^<]+)/g)];
  let at = 0;
  const children = (): Record<string, unknown> | unknown[] | string => {
    const fields: [string, unknown][] = [];
    let text = "";
    for (; at < tokens.length; at++) {
      const [, closes, name, empty, characters] = tokens[at] ?? [];
      if (characters !== undefined) text += characters;
      else if (closes === "/") break;
      else if (empty === "/") fields.push([name ?? "", ""]);
      else {
        at++;
        fields.push([name ?? "", children()]);
      }
    }
    if (fields.length === 0) return text.replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));
    return fields.every(([name]) => name === "member") ? fields.map(([, value]) => value) : Object.fromEntries(fields);
  };
  const root = children();
  return typeof root === "object" && !Array.isArray(root) ? root : {};
}
