/** Whether the whole text matches a pattern with the wildcards `*` (any characters) and `?` (one character). */
export function fits(pattern: string, text: string): boolean {
  return expressionOf(pattern).test(text);
}

const kept = new Map<string, RegExp>();

function expressionOf(pattern: string): RegExp {
  const known = kept.get(pattern);
  if (known !== undefined) return known;
  if (kept.size > 5000) kept.clear();
  const made = new RegExp(`^${escaped(pattern).replaceAll("\\*", "[^]*").replaceAll("\\?", "[^]")}$`);
  kept.set(pattern, made);
  return made;
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}

/** Compares the six parts of an ARN one by one: a `*` matches no colon, except in the last part. */
export function fitsArn(pattern: string, arn: string): boolean {
  const [wanted, given] = [arnParts(pattern), arnParts(arn)];
  return wanted.length === 6 && given.length === 6 && wanted.every((part, index) => fits(part, given[index] ?? ""));
}

function arnParts(arn: string): readonly string[] {
  const parts = arn.split(":");
  return parts.length < 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(":")];
}

/** Whether an IPv4 address is in the range `a.b.c.d/n`. */
export function fitsRange(range: string, address: string): boolean {
  const [network = "", bits = "32"] = range.split("/");
  const numberOf = (text: string) => text.split(".").reduce((sum, byte) => sum * 256 + Number(byte), 0);
  const size = 2 ** (32 - Number(bits));
  return Math.floor(numberOf(network) / size) === Math.floor(numberOf(address) / size);
}
