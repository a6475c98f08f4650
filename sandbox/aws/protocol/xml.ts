/** A value in a response of the Query protocol. A list becomes `<member>` elements; undefined is omitted. */
export type XmlValue = string | number | boolean | Date | undefined | readonly XmlValue[] | { readonly [name: string]: XmlValue };

/** The XML of a value, with escaped text. Times are ISO 8601 in whole seconds, as in AWS. */
export function toXml(value: XmlValue): string {
  if (value === undefined) return "";
  if (value instanceof Date) return `${value.toISOString().slice(0, 19)}Z`;
  if (Array.isArray(value)) return (value as readonly XmlValue[]).map((item) => `<member>${toXml(item)}</member>`).join("");
  if (typeof value === "object") {
    return Object.entries(value)
      .map(([name, child]) => (child === undefined ? "" : `<${name}>${toXml(child)}</${name}>`))
      .join("");
  }
  return escapeXml(String(value));
}

export function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (found) => `&#${found.charCodeAt(0)};`);
}
