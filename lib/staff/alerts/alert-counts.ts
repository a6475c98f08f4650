import type { AlertCount, AlertFilter, AlertState } from "#db/queries/staff/staff-alerts.ts";
import { ALERT_KINDS, ALERT_RULES, alertRuleOf } from "#kernel/alerts/alert-rules.ts";
import { SEVERITIES, SEVERITY_WORDS, STEP_OWNERS } from "#kernel/alerts/severities.ts";
import type { FacetView } from "#lib/staff/shared/list-view.ts";

type Part = "severity" | "kind" | "step" | "mine";

const ownerOf = (kind: string) => alertRuleOf(kind).owner.toLowerCase();

/** Whether the alerts of a count pass the filter, without the part `except`. */
function passes(count: AlertCount, filter: AlertFilter, except: Part | null): boolean {
  const states: readonly AlertState[] = filter.states.length === 0 ? ["open"] : filter.states;
  if (!states.includes(count.isSnoozed ? "snoozed" : "open")) return false;
  if (except !== "severity" && filter.severities.length > 0 && !filter.severities.includes(count.severity)) return false;
  // Steps and rules are one filter of the database, so each shows its numbers without the other.
  if (except !== "kind" && except !== "step" && filter.kinds.length > 0 && !filter.kinds.includes(count.kind)) return false;
  return except === "mine" || filter.acknowledgedBy === null || count.isMine;
}

/** How many alerts that are not resolved match, without one part of the filter. */
export function sumOfOpen(counts: readonly AlertCount[], filter: AlertFilter, except: Part | null): number {
  return counts.reduce((sum, count) => (passes(count, filter, except) ? sum + count.alerts : sum), 0);
}

/** The values of each filter; the number of each applies the other filters. Of resolved alerts there are no numbers. */
export function alertFacets(counts: readonly AlertCount[], filter: AlertFilter): readonly FacetView[] {
  const areCounted = !filter.states.includes("resolved");
  const numberOf = (except: Part, is: (count: AlertCount) => boolean) => (areCounted ? sumOfOpen(counts.filter(is), filter, except) : null);
  const used = ALERT_KINDS.filter((kind) => filter.kinds.includes(kind) || counts.some((count) => count.kind === kind));
  return [
    {
      id: "severity",
      label: "Severity",
      options: SEVERITIES.map((severity, place) => ({
        value: severity,
        label: SEVERITY_WORDS[severity],
        count: numberOf("severity", (count) => count.severity === place),
      })),
    },
    {
      id: "step",
      label: "Next step by",
      options: STEP_OWNERS.map((owner) => ({
        value: owner.toLowerCase(),
        label: owner,
        count: numberOf("step", ({ kind }) => ownerOf(kind) === owner.toLowerCase()),
      })),
    },
    {
      id: "rule",
      label: "Alert",
      options: used.map((kind) => ({
        value: kind,
        label: ALERT_RULES[kind].title,
        count: numberOf("kind", (count) => count.kind === kind),
      })),
    },
  ];
}
