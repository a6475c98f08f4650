import { createContext } from "react";

/** What the rows on the page were read from, for a question about a part of their range. */
export interface ResultPlace {
  readonly connectionId: string;
  readonly region: string;
  readonly logGroups: readonly string[];
  /** The link to the events of a range, whose ends are milliseconds; null if the log page can't show all of the log groups together. */
  readonly eventsOf: (range: { readonly from: number; readonly to: number }) => string | null;
}

export const ResultPlaceContext = createContext<ResultPlace | null>(null);
