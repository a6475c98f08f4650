/** A mail's content. Every part is plain text; what becomes HTML is escaped here and nowhere else. */
export interface EmailTemplate {
  readonly subject: string;
  readonly paragraphs: readonly string[];
  /** The one thing to do, as a link on a line of its own. */
  readonly link: { readonly text: string; readonly href: string };
  readonly after: readonly string[];
}

/** The same letter for both kinds of reader. */
export interface EmailBody {
  readonly text: string;
  readonly html: string;
}

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
}

/** Writes a letter as plain text and as simple HTML without images, styles or anything that is fetched. */
export function bodyOf({ paragraphs, link, after }: EmailTemplate): EmailBody {
  const text = [...paragraphs, `${link.text}:\n${link.href}`, ...after].join("\n\n");
  const part = (paragraph: string) => `<p>${escaped(paragraph)}</p>`;
  const html = [
    '<!doctype html><html lang="en"><body>',
    ...paragraphs.map(part),
    `<p><a href="${escaped(link.href)}">${escaped(link.text)}</a><br>${escaped(link.href)}</p>`,
    ...after.map(part),
    "</body></html>",
  ].join("\n");
  return { text: `${text}\n`, html };
}
