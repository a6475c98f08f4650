import { ALERT_KINDS, ALERT_RULES } from "#kernel/alerts/alert-rules.ts";
import { SEVERITIES, SEVERITY_MEANING, SEVERITY_WORDS } from "#kernel/alerts/severities.ts";

const BEGIN = "<!-- Written by `npx vitest run scripts/documents -u`. Change kernel/alerts/alert-rules.ts instead. -->";
const END = "<!-- End of what is written. -->";

/** The sections of docs/alerts.md: one for each severity, with its alerts, their cause, what to do and what ends them. */
function alertSections(): string {
  return SEVERITIES.map((severity) =>
    [
      `## ${SEVERITY_WORDS[severity]}`,
      `${SEVERITY_MEANING[severity]}.`,
      ...ALERT_KINDS.filter((kind) => ALERT_RULES[kind].severity === severity).map(sectionOf),
    ].join("\n\n"),
  )
    .join("\n\n")
    .replaceAll("’", "'")
    .replaceAll(/[“”]/g, "**");
}

function sectionOf(kind: (typeof ALERT_KINDS)[number]): string {
  const { title, happened, steps, owner, ends, byPerson } = ALERT_RULES[kind];
  const byWhom =
    ends === null ? "An operator or an admin resolves it, with a note." : "An operator or an admin can resolve it earlier, with a note.";
  const resolved = [ends === null ? "" : `The portal resolves it ${ends}.`, byPerson ? byWhom : "No person can resolve it."];
  return [
    `### ${title}`,
    `\`${kind}\`, next step by: ${owner}. ${happened}`,
    steps.map((step, n) => `${n + 1}. ${step}`).join("\n"),
    resolved.filter(Boolean).join(" "),
  ].join("\n\n");
}

/** The page with new sections. @throws Error if its marks are missing */
export function withAlertSections(page: string): string {
  const [before, rest] = page.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) throw new Error("docs/alerts.md has lost the marks around its sections");
  return `${before}${BEGIN}\n\n${alertSections()}\n\n${END}${after}`;
}
