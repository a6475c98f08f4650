import { inTransaction } from "#db/in-transaction.ts";
import { alertMail, type MailedAlert } from "#db/queries/alert-mails.ts";
import { alertRuleOf } from "#kernel/alerts/alert-rules.ts";
import { SEVERITY_WORDS, severityOf } from "#kernel/alerts/severities.ts";
import { utcMoment } from "#kernel/time/times-and-ages.ts";
import type { EmailTemplate } from "./email-template.ts";
import { type MailOutcome, type MailSettings, sendEmail } from "./send-email.ts";

/**
 * Mails a member of staff an alert, or a digest of several; `void` when the alerts are resolved meanwhile or the person is not staff any more.
 * Names customers and connections, but no role, account or External ID.
 */
export async function mailAlert(settings: MailSettings, { mailId }: { readonly mailId: string }): Promise<MailOutcome> {
  const mail = await inTransaction({ kind: "system", task: "worker" }, (tx) => alertMail(tx, mailId));
  const [first] = mail?.alerts ?? [];
  if (mail === null || first === undefined) return { kind: "void" };
  const envelope = { address: mail.address, about: mailId, whom: mail.userId };
  const count = mail.alerts.length + mail.others;
  const href = (path: string) => new URL(path, settings.appUrl).href;
  const after = [`You chose these emails. Change that at ${href("/admin/notifications")}`];
  return sendEmail(settings, envelope, { ...(count === 1 ? single(first, href) : digest(mail.alerts, count, href)), after });
}

type Link = (path: string) => string;

/** What an alert is about: "Acme / production"; empty for one about the portal itself. */
const placeOf = ({ customerName, connectionName }: MailedAlert) =>
  [customerName, connectionName].filter((part) => part !== null).join(" / ");

function headOf(alert: MailedAlert): string {
  const { title } = alertRuleOf(alert.kind);
  const place = placeOf(alert);
  return `${SEVERITY_WORDS[severityOf(alert.severity)]}: ${place === "" ? title : `${title} (${place})`}`;
}

function single(alert: MailedAlert, href: Link): Omit<EmailTemplate, "after"> {
  const { happened, steps } = alertRuleOf(alert.kind);
  return {
    subject: headOf(alert),
    paragraphs: [
      `${headOf(alert)}. Since ${utcMoment(alert.raisedAt.getTime())}.`,
      happened,
      `What to do: ${steps.map((step, n) => `${n + 1}. ${step}`).join(" ")}`,
    ],
    link: { text: "View alert", href: href(`/admin/alerts?alert=${alert.id}`) },
  };
}

function digest(alerts: readonly MailedAlert[], count: number, href: Link): Omit<EmailTemplate, "after"> {
  const others = count - alerts.length;
  return {
    subject: `${count} alerts, highest severity: ${SEVERITY_WORDS[severityOf(alerts[0]?.severity ?? 3)]}`,
    paragraphs: [
      "Many alerts were raised within an hour, so this email lists them together.",
      ...alerts.map((alert) => `${headOf(alert)}. Since ${utcMoment(alert.raisedAt.getTime())}.`),
      ...(others === 0 ? [] : [`And ${others} more.`]),
    ],
    link: { text: "View alerts", href: href("/admin/alerts") },
  };
}
