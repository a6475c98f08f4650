import type { UsageSumsView } from "#lib/logs/insights/shared/usage-view.ts";
import styles from "./usage.module.css";
import type { UsageColumn } from "./usage-table.tsx";
import { costText, countOrNone, scannedText, tailText, unpricedText } from "./usage-texts.ts";

/** The columns with numbers that each table has, with the total of all pages. */
export function sumColumns<Row extends UsageSumsView>(total: UsageSumsView): readonly UsageColumn<Row>[] {
  const column = (name: string, cell: (sums: UsageSumsView) => UsageColumn<Row>["total"]): UsageColumn<Row> => ({
    ...{ name, number: true, cell, total: cell(total) },
  });
  return [
    column("Queries", ({ queries }) => countOrNone(queries)),
    column("Scanned", ({ scannedBytes }) => scannedText(scannedBytes)),
    column("Live Tail", ({ tailSeconds }) => tailText(tailSeconds)),
    column("Cost", (sums) => <Cost sums={sums} />),
  ];
}

function Cost({ sums }: { readonly sums: UsageSumsView }) {
  const missing = sums.queryCost + sums.tailCost === 0 ? null : unpricedText(sums);
  return (
    <>
      {costText(sums)}
      {missing !== null && <span className={styles["missing"]}>without {missing}</span>}
    </>
  );
}
