/** The partner's name, from MAIL_FROM: the display name of `Partner Example <portal@partner.example>`, or else the domain. */
export function nameOfSender(mailFrom: string): string {
  const name = /^"?([^"<]*?)"?\s*</.exec(mailFrom)?.[1]?.trim();
  return name || (mailFrom.split("@")[1] ?? mailFrom).replace(/>.*$/, "");
}
