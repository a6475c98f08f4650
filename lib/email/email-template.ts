/** The content of an email. Every part is plain text; only this module escapes it for HTML. */
export interface EmailTemplate {
  readonly subject: string;
  readonly paragraphs: readonly string[];
  /** The link to the one thing to do, on its own line. */
  readonly link: { readonly text: string; readonly href: string };
  readonly after: readonly string[];
}

/** The same email as plain text and as HTML. */
export interface EmailBody {
  readonly text: string;
  readonly html: string;
}

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
}

/** Renders an email as plain text and as simple HTML without images, styles or other external resources. */
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
