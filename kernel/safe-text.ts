/** Control characters (C0, C1, DEL), format characters (bidirectional and zero-width ones among them), line and paragraph separators. */
const CONTROLS = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;
/** The same without C0, which JSON escapes by itself, and without the line breaks between indented lines. */
const CONTROLS_IN_JSON = /[\x7f-\x9f\p{Cf}\p{Zl}\p{Zp}]/gu;
/** Most text is plain ASCII, and this tells so much faster than a search by Unicode classes. */
const NOT_PLAIN = /[^\x20-\x7e]/;
const NOT_PLAIN_JSON = /[^\n\x20-\x7e]/;

/**
 * Text that cannot act on the terminal, editor or spreadsheet that shows it: each control and format character becomes a
 * visible mark. Tab, line feed, and a carriage return before a line feed stay.
 */
export function markControls(text: string): string {
  if (!NOT_PLAIN.test(text)) return text;
  return text.replace(CONTROLS, (character, at: number) => {
    if (character === "\t" || character === "\n" || (character === "\r" && text[at + 1] === "\n")) return character;
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x20) return String.fromCodePoint(0x2400 + code);
    return `<U+${code.toString(16).toUpperCase().padStart(4, "0")}>`;
  });
}

/**
 * JSON whose strings hold no control or format character as it is: each is written as `\uXXXX`, so that a parser gives back
 * exactly what went in, and whoever looks at the file meets no character that acts. `indent` as in `JSON.stringify`.
 */
export function safeJson(value: unknown, indent?: number): string {
  return escapeControls(JSON.stringify(value, null, indent));
}

/** JSON text with its control and format characters escaped. They can stand only inside strings there. */
function escapeControls(json: string): string {
  if (!NOT_PLAIN_JSON.test(json)) return json;
  return json.replace(CONTROLS_IN_JSON, (character) =>
    Array.from({ length: character.length }, (_, n) => `\\u${character.charCodeAt(n).toString(16).padStart(4, "0")}`).join(""),
  );
}
