import { createContext, useContext, useMemo, useState } from "react";
import { AUTOMATIC, type ChartChoice, readChartChoice } from "#components/query/chart/chart-kinds.ts";

interface ChartChosen {
  readonly choice: ChartChoice;
  choose(choice: ChartChoice): void;
}

/** How the chart of the page is drawn, for a link to copy; null on a page whose links don't say it. */
export const LinkedChartContext = createContext<ChartChosen | null>(null);

/** The choice of the link with which the page was opened, until the person makes another one. It stays for the next results. */
export function useLinkedChart(address: Readonly<Record<string, string>>): ChartChosen {
  const [choice, choose] = useState(() => readChartChoice(address["chart"]));
  return useMemo(() => ({ choice, choose }), [choice]);
}

/** The choice of the page, or one of this result where the page has none. */
export function useChartChoice(): ChartChosen {
  const [choice, choose] = useState(AUTOMATIC);
  return useContext(LinkedChartContext) ?? { choice, choose };
}
