/** A JSON value that knows where it stands: `at` counts characters from the start of the text. */
export type PlacedJson =
  | { readonly kind: "object"; readonly at: number; readonly members: ReadonlyMap<string, PlacedMember> }
  | { readonly kind: "array"; readonly at: number; readonly items: readonly PlacedJson[] }
  | { readonly kind: "string"; readonly at: number; readonly value: string }
  | { readonly kind: "other"; readonly at: number; readonly value: number | boolean | null };

export interface PlacedMember {
  /** Where the member's name stands. */
  readonly at: number;
  readonly value: PlacedJson;
}

/** The same value without its places. */
export function plainJson(json: PlacedJson): unknown {
  switch (json.kind) {
    case "object":
      return Object.fromEntries([...json.members].map(([name, { value }]) => [name, plainJson(value)]));
    case "array":
      return json.items.map(plainJson);
    default:
      return json.value;
  }
}
