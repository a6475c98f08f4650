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

/**
 * Renders an email as plain text and as simple HTML without images, styles or other external resources.
 * @param footer a link below everything else
 */
export function bodyOf({ paragraphs, link, after }: EmailTemplate, footer: EmailTemplate["link"] | null = null): EmailBody {
  const last = footer === null ? [] : [footer];
  const text = [...paragraphs, plain(link), ...after, ...last.map(plain)].join("\n\n");
  const part = (paragraph: string) => `<p>${escaped(paragraph)}</p>`;
  const html = [
    '<!doctype html><html lang="en"><body>',
    ...paragraphs.map(part),
    anchor(link),
    ...after.map(part),
    ...last.map(anchor),
    "</body></html>",
  ].join("\n");
  return { text: `${text}\n`, html };
}

const plain = ({ text, href }: EmailTemplate["link"]): string => `${text}:\n${href}`;

function anchor({ text, href }: EmailTemplate["link"]): string {
  return `<p><a href="${escaped(href)}">${escaped(text)}</a><br>${escaped(href)}</p>`;
}
