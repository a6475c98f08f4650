import type { ConnectionFilter } from "#db/queries/staff/connection-conditions.ts";
import type { ConnectionCount, ConnectionCounts, RegionCount } from "#db/queries/staff/connection-counts.ts";
import { type AgeClass, ageClassOf } from "#kernel/verification/age-classes.ts";
import type { ConnectionStatus } from "#kernel/verification/connection-status.ts";
import { LOG_ACCESS_NAMES, type LogAccess } from "#kernel/verification/verdict.ts";
import { AGE_LABELS, type FacetView, FILTER_STATUSES, statusLabel, WEAKNESS_LABELS } from "#lib/staff/shared/list-view.ts";

/** Only a verification can say that there is no weakness. */
function weaknessesOf({ weakness, ageHours }: ConnectionCount): readonly string[] {
  if (weakness !== "") return [weakness];
  return ageClassOf(ageHours) === "never" ? [] : ["none"];
}

/** Each value that can be filtered, with the parts of a count in which it is. A connection can be in several Regions. */
const FACETS = [
  { id: "status", label: "Status", partsOf: ({ status }: ConnectionCount) => [status as string] },
  { id: "weakness", label: "Weakness", partsOf: weaknessesOf },
  { id: "age", label: "Verification age", partsOf: ({ ageHours }: ConnectionCount) => [ageClassOf(ageHours) as string] },
  { id: "access", label: "Log access", partsOf: ({ logAccess }: ConnectionCount) => [logAccess as string] },
  {
    id: "template",
    label: "Template version",
    partsOf: ({ templateVersion }: ConnectionCount) => [templateVersion === 0 ? "none" : String(templateVersion)],
  },
  { id: "region", label: "Region", partsOf: ({ regions }: ConnectionCount) => regions ?? [] },
  { id: "customer", label: "Customer", partsOf: ({ customerId }: ConnectionCount) => (customerId === null ? [] : [customerId]) },
] as const;
type FacetId = (typeof FACETS)[number]["id"];
type Chosen = Readonly<Record<FacetId, readonly string[]>>;

/** The values of each filter that a person chose. */
export function chosenOf(filter: ConnectionFilter): Chosen {
  return {
    status: filter.statuses,
    weakness: filter.weaknesses.map((weakness) => (weakness === "" ? "none" : weakness)),
    age: filter.ages,
    access: filter.logAccess,
    template: filter.templates.map((version) => (version === 0 ? "none" : String(version))),
    region: filter.regions,
    customer: filter.customerIds,
  };
}

/** How many of the counted connections a filter matches. */
export function sumOf({ counts, isOfRegions }: ConnectionCounts, filter: ConnectionFilter): number {
  const chosen = { ...chosenOf(filter), ...(isOfRegions && { region: [] }) };
  return counts.reduce((sum, count) => (matches(count, chosen, null) ? sum + count.connections : sum), 0);
}

/** How many connections a filter matches; null if nobody has counted that. `regions`: the counts of the worker. */
export function totalOf(counted: ConnectionCounts, regions: readonly RegionCount[], filter: ConnectionFilter): number | null {
  if (!counted.isOfRegions || counted.countedAt === null)
    return Math.min(sumOf(counted, filter), counted.cutAt ?? Number.POSITIVE_INFINITY);
  return storedRegions(regions, filter).get(filter.regions[0] ?? "") ?? null;
}

function matches(count: ConnectionCount, chosen: Chosen, except: FacetId | null): boolean {
  return FACETS.every(({ id, partsOf }) => {
    const values = chosen[id];
    return id === except || values.length === 0 || partsOf(count).some((part) => values.includes(part));
  });
}

/** Whether the numbers of Regions are those of the worker, because there are too many connections to count them with all filters. */
export const areRegionsStored = ({ isOfRegions, countedAt, cutAt }: ConnectionCounts): boolean =>
  isOfRegions || countedAt !== null || cutAt !== null;

/**
 * The values of each filter; the number of each applies all other filters, and is null where it was not counted. `regions`: the counts of
 * the worker, which know no other filter than the status.
 */
export function connectionFacets(
  counted: ConnectionCounts,
  filter: ConnectionFilter,
  regions: readonly RegionCount[],
  names: Readonly<Record<string, string>>,
): readonly FacetView[] {
  const chosen = chosenOf(filter);
  const applied = counted.isOfRegions ? { ...chosen, region: [] } : chosen;
  return FACETS.map(({ id, label, partsOf }) => {
    const sums = new Map<string, number>();
    for (const count of counted.counts) {
      const more = matches(count, applied, id) ? count.connections : 0;
      for (const value of partsOf(count)) sums.set(value, (sums.get(value) ?? 0) + more);
    }
    const isCounted = id === "region" ? !areRegionsStored(counted) : counted.cutAt === null;
    const stored = id === "region" && !isCounted ? storedRegions(regions, filter) : null;
    const present = stored === null ? [...sums.keys()] : [...stored.keys()];
    const values = [...new Set([...orderedValues(id, present), ...chosen[id]])];
    const numberOf = (value: string) => (stored === null ? (isCounted ? (sums.get(value) ?? 0) : null) : (stored.get(value) ?? null));
    return {
      id,
      label,
      options: values.map((value) => ({ value, label: labelOf(id, value, names), count: numberOf(value) })),
      ...(id === "customer" && { isSearched: true }),
    };
  });
}

/** The Regions of the worker's counts with their numbers, or without if there is another filter than the status, a tag or a search. */
function storedRegions(regions: readonly RegionCount[], filter: ConnectionFilter): Map<string, number | null> {
  const { region: _, status: statuses, ...others } = chosenOf(filter);
  const isOnlyStatus = filter.match === null && [...Object.values(others), filter.tags].every((values) => values.length === 0);
  const sums = new Map<string, number>();
  for (const { region, status, connections } of regions) {
    const more = statuses.length === 0 || statuses.includes(status) ? connections : 0;
    sums.set(region, (sums.get(region) ?? 0) + more);
  }
  return new Map([...sums].map(([region, sum]) => [region, isOnlyStatus ? sum : null]));
}

function orderedValues(id: FacetId, present: readonly string[]): readonly string[] {
  switch (id) {
    case "status":
      return FILTER_STATUSES;
    case "age":
      return Object.keys(AGE_LABELS);
    case "access":
      return Object.keys(LOG_ACCESS_NAMES);
    case "weakness":
      return [...Object.keys(WEAKNESS_LABELS).filter((value) => present.includes(value)), "none"];
    case "template":
      return present.toSorted((a, b) => (a === "none" ? 1 : b === "none" ? -1 : Number(b) - Number(a)));
    case "region":
      return present.toSorted();
    case "customer":
      return [];
  }
}

function labelOf(id: FacetId, value: string, names: Readonly<Record<string, string>>): string {
  switch (id) {
    case "status":
      return statusLabel(value as ConnectionStatus);
    case "age":
      return AGE_LABELS[value as AgeClass];
    case "access":
      return LOG_ACCESS_NAMES[value as LogAccess];
    case "weakness":
      return value === "none" ? "None found" : (WEAKNESS_LABELS[value] ?? value);
    case "template":
      return value === "none" ? "None" : value;
    case "region":
      return value;
    case "customer":
      return names[value] ?? value;
  }
}
