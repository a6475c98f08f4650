/** The display name of `Partner Example <portal@partner.example>`, else the address's domain: what the partner is called. */
export function nameOfSender(mailFrom: string): string {
  const name = /^"?([^"<]*?)"?\s*</.exec(mailFrom)?.[1]?.trim();
  return name || (mailFrom.split("@")[1] ?? mailFrom).replace(/>.*$/, "");
}
