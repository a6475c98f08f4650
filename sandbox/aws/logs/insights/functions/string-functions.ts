import { createHash } from "node:crypto";
import { isTrue, toNumber, toText, type Value } from "#sandbox/aws/logs/insights/evaluation/value.ts";
import { type FunctionSpec, valueFunction } from "./function-spec.ts";

/** A function of texts, of which all that are given must be present. */
function ofTexts(min: number, max: number, result: (...texts: readonly string[]) => Value): FunctionSpec {
  return valueFunction(min, max, (...values) => {
    const texts = values.map(toText).filter((text) => text !== undefined);
    return texts.length < values.length ? undefined : result(...texts);
  });
}

/** A test of texts, which is 1 or 0, and 0 when one is missing. AWS does not say what is with a missing field. */
function testOfTexts(test: (text: string, searched: string) => boolean): FunctionSpec {
  return valueFunction(2, 2, (value, searched) => {
    const [a, b] = [toText(value), toText(searched)];
    return a !== undefined && b !== undefined && test(a, b) ? 1 : 0;
  });
}

/** Removes white space, or the characters of a set, from the sides. */
function trimming(left: boolean, right: boolean): FunctionSpec {
  return ofTexts(1, 2, (text = "", set) => {
    const isTrimmed = set === undefined ? (char: string) => /\s/.test(char) : (char: string) => set.includes(char);
    const chars = [...text];
    let [from, to] = [0, chars.length];
    while (left && from < to && isTrimmed(chars[from] ?? "")) from++;
    while (right && to > from && isTrimmed(chars[to - 1] ?? "")) to--;
    return chars.slice(from, to).join("");
  });
}

/** Indexes are in Unicode code points, as in `strlen`, from 0. */
function substring(value: Value, start: Value, length: Value): Value {
  const [text, from] = [toText(value), toNumber(start)];
  if (text === undefined || from === undefined) return undefined;
  const begin = Math.max(0, Math.trunc(from));
  const count = toNumber(length);
  return [...text].slice(begin, count === undefined ? undefined : begin + Math.max(0, Math.trunc(count))).join("");
}

function contains(value: Value, searched: Value, ignoresCase: Value): Value {
  const [text, part] = [toText(value), toText(searched)];
  if (text === undefined || part === undefined) return 0;
  return (isTrue(ignoresCase) ? text.toLowerCase().includes(part.toLowerCase()) : text.includes(part)) ? 1 : 0;
}

const isEmpty = (value: Value, isBlank: (text: string) => boolean) => {
  const text = toText(value);
  return text === undefined || isBlank(text) ? 1 : 0;
};

function urlDecode(text = ""): Value {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function hexToNumber(text = ""): Value {
  const [, sign, digits] = /^(-?)(?:0x)?([0-9a-f]+)$/i.exec(text) ?? [];
  return digits === undefined ? undefined : Number.parseInt(digits, 16) * (sign === "-" ? -1 : 1);
}

function numberToHex(value: Value): Value {
  const number = toNumber(value);
  return number === undefined ? undefined : `${number <= -1 ? "-" : ""}0x${Math.abs(Math.trunc(number)).toString(16)}`;
}

const hash = (algorithm: string) => ofTexts(1, 1, (text = "") => createHash(algorithm).update(text).digest("hex"));

/** Source: Logs Insights QL, "String functions" and "Hashing functions". */
export const stringFunctions: Readonly<Record<string, FunctionSpec>> = {
  isempty: valueFunction(1, 1, (value) => isEmpty(value, (text) => text === "")),
  isblank: valueFunction(1, 1, (value) => isEmpty(value, (text) => text.trim() === "")),
  // AWS does not say what a missing value adds: here nothing.
  concat: valueFunction(1, 50, (...values) => values.map((value) => toText(value) ?? "").join("")),
  trim: trimming(true, true),
  ltrim: trimming(true, false),
  rtrim: trimming(false, true),
  strlen: ofTexts(1, 1, (text = "") => [...text].length),
  toupper: ofTexts(1, 1, (text = "") => text.toUpperCase()),
  tolower: ofTexts(1, 1, (text = "") => text.toLowerCase()),
  substr: valueFunction(2, 3, substring),
  replace: ofTexts(3, 3, (text = "", searched = "", by = "") => (searched === "" ? text : text.replaceAll(searched, () => by))),
  strcontains: valueFunction(2, 3, contains),
  startswith: testOfTexts((text, start) => text.startsWith(start)),
  endswith: testOfTexts((text, end) => text.endsWith(end)),
  urlencode: ofTexts(1, 1, (text = "") => encodeURIComponent(text)),
  urldecode: ofTexts(1, 1, urlDecode),
  base64encode: ofTexts(1, 1, (text = "") => Buffer.from(text).toString("base64")),
  base64decode: ofTexts(1, 1, (text = "") => Buffer.from(text, "base64").toString()),
  hextoascii: ofTexts(1, 1, (text = "") => (/^(?:[0-9a-f]{2})*$/i.test(text) ? Buffer.from(text, "hex").toString("latin1") : undefined)),
  hextodec: ofTexts(1, 1, hexToNumber),
  dectohex: valueFunction(1, 1, numberToHex),
  md5: hash("md5"),
  sha256: hash("sha256"),
};
