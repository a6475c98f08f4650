import { escapeHtml, page } from "#sandbox/aws/console/page.ts";
import type { Message } from "./mailbox.ts";

/** The page with the list of emails, newest first. */
export function listPage(messages: readonly Message[]): string {
  const rows = messages.map(
    ({ id, to, subject, at }) =>
      `<tr><td><a href="/mail/${escapeHtml(id)}">${escapeHtml(subject || "(no subject)")}</a></td>` +
      `<td>${escapeHtml(to.join(", "))}</td><td><time datetime="${escapeHtml(at)}">${escapeHtml(clock(at))}</time></td></tr>`,
  );
  const table = `<div class="scroll" tabindex="0" role="region" aria-label="Emails"><table>
<thead><tr><th scope="col">Subject</th><th scope="col">To</th><th scope="col">Time (UTC)</th></tr></thead>
<tbody>${rows.join("\n")}</tbody></table></div>`;
  const empty = "<p>No emails yet. Emails from the portal appear here. Reload the page to check.</p>";
  return page({ title: "Mailbox", main: `<h1>Mailbox</h1>\n${messages.length === 0 ? empty : table}` });
}

/** The page of one email with links, or a page that says that it does not exist. */
export function messagePage(message: Message | undefined): string {
  if (message === undefined) return page({ title: "Email not found", main: '<h1>Email not found</h1><p><a href="/mail">Mailbox</a></p>' });
  const main = `<p><a href="/mail">Mailbox</a></p>
<h1>${escapeHtml(message.subject || "(no subject)")}</h1>
<dl class="facts"><dt>From</dt><dd>${escapeHtml(message.from)}</dd><dt>To</dt><dd>${escapeHtml(message.to.join(", "))}</dd>
<dt>Time (UTC)</dt><dd>${escapeHtml(clock(message.at))}</dd></dl>
<div class="mail">${withLinks(message.text)}</div>`;
  return page({ title: message.subject || "(no subject)", main });
}

const clock = (at: string): string => at.slice(0, 19).replace("T", " ");

/** Escapes text and makes its URLs links. Punctuation at the end of a URL is not part of it. */
function withLinks(text: string): string {
  return text
    .split(/(https?:\/\/[^\s<>"']*[^\s<>"'.,;:!?)\]])/)
    .map((part, at) => (at % 2 === 1 ? `<a href="${escapeHtml(part)}" rel="noreferrer">${escapeHtml(part)}</a>` : escapeHtml(part)))
    .join("");
}
