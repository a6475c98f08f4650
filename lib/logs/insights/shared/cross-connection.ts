/**
 * Connections and Regions of a query across connections. Each runs a query of its own, which AWS bills, and sends up to 10,000 rows to
 * the browser.
 */
export const MOST_PLACES = 10;

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
