/** The words of the log page's address that a kept search has. */
export type SearchWords = Readonly<Record<string, string>> & { readonly region: string };

/** A search that somebody of the customer kept for all of them. */
export interface SavedSearchView {
  readonly id: string;
  readonly connectionId: string;
  readonly name: string;
  readonly words: SearchWords;
  /** Whether this person may forget it: their own, or any for an owner. */
  readonly removable: boolean;
}

/** A log group at the top of one person's list. */
export interface FavouriteView {
  readonly region: string;
  readonly logGroup: string;
}
