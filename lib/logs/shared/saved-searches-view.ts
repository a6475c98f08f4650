/** The query parameters of the log page that a saved search has. */
export type SearchWords = Readonly<Record<string, string>> & { readonly region: string };

/** A search that a person of the customer saved for all of them. */
export interface SavedSearchView {
  readonly id: string;
  readonly connectionId: string;
  readonly name: string;
  readonly words: SearchWords;
  /** Whether this person may remove it: their own, or any for an owner. */
  readonly removable: boolean;
}

/** A favorite log group, at the top of one person's list. */
export interface FavoriteView {
  readonly region: string;
  readonly logGroup: string;
}
