/** A search that somebody of the customer kept for all of them. */
export interface SavedSearchView {
  readonly id: string;
  readonly connectionId: string;
  readonly name: string;
  /** The words of the log page's address. */
  readonly words: Readonly<Record<string, string>>;
  /** Whether this person may forget it: their own, or any for an owner. */
  readonly removable: boolean;
}

/** A log group at the top of one person's list. */
export interface FavouriteView {
  readonly region: string;
  readonly logGroup: string;
}
