import { type CrossPlace, keyOf } from "./cross-address.ts";

/** A chosen place of a query, with its name and its AWS account. */
interface ChosenPlace {
  readonly place: CrossPlace;
  readonly name: string;
  readonly accountId: string;
}

/** Log groups of one AWS account and Region that are chosen by several connections, so that each event is read once by each. */
export interface DoubledGroups {
  readonly accountId: string;
  readonly region: string;
  readonly groups: readonly string[];
  /** The names of the connections, in the order chosen. */
  readonly names: readonly string[];
}

/** What would be read, and billed, more than once. Two connections can have one AWS account. */
export function doubledGroups(chosen: readonly ChosenPlace[]): readonly DoubledGroups[] {
  const extents = [...new Set(chosen.map(extentOf))];
  return extents.flatMap((extent) => {
    const same = chosen.filter((each) => extentOf(each) === extent);
    const [first] = same;
    const all = same.flatMap(({ place }) => place.groups);
    const groups = [...new Set(all)].filter((group) => all.filter((each) => each === group).length > 1);
    const names = same.filter(({ place }) => place.groups.some((group) => groups.includes(group))).map(({ name }) => name);
    return first === undefined || groups.length === 0 ? [] : [{ accountId: first.accountId, region: first.place.region, groups, names }];
  });
}

/** The places without the log groups that an earlier place has already. */
export function withoutDoubled(chosen: readonly ChosenPlace[]): readonly CrossPlace[] {
  const seen = new Set<string>();
  return chosen.flatMap((each) => {
    const groups = each.place.groups.filter((group) => {
      const key = `${extentOf(each)}~${group}`;
      const isNew = !seen.has(key);
      seen.add(key);
      return isNew;
    });
    return groups.length === 0 ? [] : [{ ...each.place, groups }];
  });
}

/** A connection whose account is unknown is like no other. */
const extentOf = ({ accountId, place }: ChosenPlace): string => (accountId === "" ? keyOf(place) : `${accountId}~${place.region}`);
