/** The longest regular expression of a query, in UTF-16 code units. AWS documents no limit; the sandbox needs one. */
const MAX_LENGTH = 1000;
const FLAGS: Readonly<Record<string, string>> = { i: "i", m: "m", s: "s" };

/**
 * Compiles a regular expression of a query. AWS uses the syntax of RE2: flags such as `(?i)` apply from their place to the end of their
 * group, and named groups can also be written `(?P<name>…)`.
 * @throws SyntaxError for an invalid expression, one that is too long, or syntax that JavaScript does not have
 */
export function compileRegularExpression(source: string, more = ""): RegExp {
  if (source.length > MAX_LENGTH) throw new SyntaxError(`a regular expression has no more than ${MAX_LENGTH} characters`);
  const { text, flags } = translate(source);
  return new RegExp(text, [...new Set(`${flags}${more}`)].join(""));
}

/** Flags at the start, also after `^`, become flags of the whole expression. Others become a group with flags. */
function translate(source: string): { text: string; flags: string } {
  let text = "";
  let flags = "";
  /** For each open group, the parentheses that close it. */
  const open = [0];
  for (let at = 0; at < source.length; at++) {
    const rest = source.slice(at);
    const set = /^\(\?([a-zA-Z]+)\)/.exec(rest);
    if (rest.startsWith("\\") || rest.startsWith("[")) {
      const [piece = rest] = /^(?:\\[\s\S]|\[\^?\]?(?:\\[\s\S]|[^\]\\])*\])/.exec(rest) ?? [];
      text += piece;
      at += piece.length - 1;
    } else if (set !== null) {
      const given = [...(set[1] ?? "")].map((flag) => FLAGS[flag] ?? flag).join("");
      if (text === "" || text === "^") flags += given;
      else {
        text += `(?${given}:`;
        open[open.length - 1] = (open.at(-1) ?? 0) + 1;
      }
      at += set[0].length - 1;
    } else if (rest.startsWith("(?P<")) {
      text += "(?<";
      open.push(0);
      at += 3;
    } else if (rest.startsWith("(")) {
      text += "(";
      open.push(0);
    } else if (rest.startsWith(")")) {
      text += ")".repeat(1 + (open.length > 1 ? (open.pop() ?? 0) : 0));
    } else text += source[at];
  }
  return { text: text + ")".repeat(open[0] ?? 0), flags };
}
