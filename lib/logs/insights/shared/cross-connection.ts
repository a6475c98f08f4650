/** A connection on the page of queries across connections. */
export interface CrossConnection {
  readonly connectionId: string;
  readonly name: string;
  readonly accountId: string;
  readonly regions: readonly string[];
  readonly logGroupPrefix: string;
  /** Why no query can read it now, and the page where that is changed; null if a query can. */
  readonly leftOut: { readonly why: string; readonly next: string; readonly href: string } | null;
}
