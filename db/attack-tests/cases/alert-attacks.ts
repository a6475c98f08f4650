import type { AttackCase } from "#db/attack-tests/attack-case.ts";
import type { Fixtures } from "#db/attack-tests/fixtures.ts";

/** What staff do about alerts, as a call of the function in the name of a person. */
const acts: readonly (readonly [title: string, statement: (f: Fixtures, who: string) => string])[] = [
  ["acknowledges an alert", (f, who) => `select acknowledge_alert('${who}', '${f.a}', 1)`],
  ["snoozes an alert", (f, who) => `select snooze_alert('${who}', '${f.a}', 1, 24)`],
  ["resolves an alert with a note", (f, who) => `select resolve_alert_with_note('${who}', '${f.a}', 1, 'done')`],
  ["chooses emails", (_, who) => `select choose_alert_mails('${who}', '{0}')`],
];

export const alertAttacks: readonly AttackCase[] = [
  ...acts.flatMap(([title, statement]): readonly AttackCase[] => [
    ["as-support", `${title} in an admin's name`, (f) => statement(f, f.people.admin), "42501"],
    ["staff", `${title} in an admin's name, without a person`, (f) => statement(f, f.people.admin), "42501"],
    ["app", `${title} as a customer`, (f) => statement(f, f.people.admin), "42501"],
  ]),
  ["as-support", "snoozes an alert as support", (f) => `select snooze_alert('${f.people.support}', '${f.a}', 1, 24)`, "42501"],
  [
    "as-support",
    "resolves an alert with a note as support",
    (f) => `select resolve_alert_with_note('${f.people.support}', '${f.a}', 1, 'done')`,
    "42501",
  ],
  [
    "as-operator",
    "acknowledges an alert that a colleague has changed",
    (f) => `select acknowledge_alert('${f.people.operator}', (select id from alerts where resolved_at is null limit 1), 7)`,
    "23514",
  ],
  [
    "as-operator",
    "resolves the alert of a quarantine",
    (f) => `select resolve_alert_with_note('${f.people.operator}', (select id from alerts where kind = 'quarantined' limit 1), 1, 'x')`,
    "23514",
  ],
  [
    "as-operator",
    "resolves an alert without a note",
    (f) => `select resolve_alert_with_note('${f.people.operator}', (select id from alerts limit 1), 1, ' ')`,
    "23514",
  ],
  ["as-operator", "snoozes an alert for years", (f) => `select snooze_alert('${f.people.operator}', '${f.a}', 1, 100000)`, "22023"],
  ["staff", "writes a note", () => "insert into alert_history (alert_id, what, note) select id, 'resolved', 'x' from alerts", "42501"],
  ["staff", "chooses a colleague's emails", (f) => `insert into alert_mail_choices values ('${f.people.admin}', 0)`, "42501"],
  ["staff", "changes an alert", () => "update alerts set resolved_at = now()", "42501"],
  ["staff", "reads emails about alerts", () => "select user_id from alert_mails", "42501"],
  ["staff", "reads who is emailed", () => "select user_id from alert_recipients", "42501"],
  ["staff", "reads an email about alerts", (f) => `select * from alert_mail('${f.a}')`, "42501"],
  ["staff", "queues emails about alerts", () => "select queue_alert_mails()", "42501"],
  ["staff", "watches for alerts", () => "select watch_alerts()", "42501"],
  ["staff", "raises an alert past the checks", () => "select match_alert('quarantined', null, null)", "42501"],
];
