interface Labeled {
  readonly key: string;
  readonly name: string;
  readonly region: string;
  readonly accountId: string;
}

/**
 * A different text for each place of a query, because it is what distinguishes rows: the connection's name, and only where two places
 * share it also the Region, the account, and at last the place's number.
 */
export function placeLabels(places: readonly Labeled[]): ReadonlyMap<string, string> {
  const parts: readonly ((place: Labeled, n: number) => string)[] = [
    ({ name }) => name,
    ({ name, region }) => `${name} · ${region}`,
    ({ name, region, accountId }) => `${name} · ${accountId} · ${region}`,
    ({ name, region, accountId }, n) => `${name} · ${accountId} · ${region} · ${n + 1}`,
  ];
  let labels = new Map<string, string>();
  for (const textOf of parts) {
    const texts = places.map(textOf);
    const next = places.map(({ key }, n) => {
      const known = labels.get(key);
      const isUnique = known !== undefined && [...labels.values()].filter((text) => text === known).length === 1;
      return [key, isUnique ? known : (texts[n] ?? "")] as const;
    });
    labels = new Map(next);
  }
  return labels;
}
