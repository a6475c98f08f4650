/** Control characters (C0, C1, DEL), format characters (bidirectional and zero-width ones among them), line and paragraph separators. */
const CONTROLS = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;
/** The same without C0: JSON.stringify escapes it, and the line breaks between indented lines must stay. */
const CONTROLS_IN_JSON = /[\x7f-\x9f\p{Cf}\p{Zl}\p{Zp}]/gu;
/** Most text is plain ASCII. This test is much faster than a search by Unicode classes. */
const NOT_PLAIN = /[^\x20-\x7e]/;
const NOT_PLAIN_JSON = /[^\n\x20-\x7e]/;

/**
 * Text that is safe to show in a terminal, an editor or a spreadsheet: each control and format character becomes a visible
 * mark. Tabs, line feeds, and carriage returns before a line feed stay.
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
 * JSON that is safe to show in a terminal or an editor: control and format characters in strings are written as `\uXXXX`,
 * and a parser returns the same value. `indent` is that of `JSON.stringify`.
 */
export function safeJson(value: unknown, indent?: number): string {
  return escapeControls(JSON.stringify(value, null, indent));
}

/** Escapes control and format characters in JSON text, where they can occur only inside strings. */
function escapeControls(json: string): string {
  if (!NOT_PLAIN_JSON.test(json)) return json;
  return json.replace(CONTROLS_IN_JSON, (character) =>
    Array.from({ length: character.length }, (_, n) => `\\u${character.charCodeAt(n).toString(16).padStart(4, "0")}`).join(""),
  );
}
