import type { ReactNode } from "react";
import { useNarrow } from "#components/ui/use-media-query.ts";
import styles from "./usage.module.css";

export interface UsageColumn<Row> {
  readonly name: string;
  /** Numbers are at the right. */
  readonly number: boolean;
  readonly cell: (row: Row) => ReactNode;
  /** The cell of the last row; null for an empty one. */
  readonly total: ReactNode;
}

interface UsageTableProps<Row> {
  readonly label: string;
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  /** The first column is the head of its row. */
  readonly columns: readonly UsageColumn<Row>[];
}

/** Rows with their total. A narrow screen shows each row as a list of its values, so that none is cut off at the edge. */
export function UsageTable<Row>(props: UsageTableProps<Row>) {
  const narrow = useNarrow();
  return narrow ? <NarrowRows {...props} /> : <WideRows {...props} />;
}

function WideRows<Row>({ label, rows, keyOf, columns }: UsageTableProps<Row>) {
  const side = (number: boolean) => (number ? styles["number"] : "");
  return (
    <table className={styles["table"]} aria-label={label}>
      <thead>
        <tr>
          {columns.map(({ name, number }) => (
            <th key={name} scope="col" className={side(number)}>
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={keyOf(row)}>
            {columns.map(({ name, number, cell }, n) =>
              n === 0 ? (
                <th key={name} scope="row">
                  {cell(row)}
                </th>
              ) : (
                <td key={name} className={side(number)}>
                  {cell(row)}
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          {columns.map(({ name, number, total }, n) =>
            n === 0 ? (
              <th key={name} scope="row">
                {total}
              </th>
            ) : (
              <td key={name} className={side(number)}>
                {total}
              </td>
            ),
          )}
        </tr>
      </tfoot>
    </table>
  );
}

function NarrowRows<Row>({ label, rows, keyOf, columns }: UsageTableProps<Row>) {
  const [head, ...others] = columns;
  if (head === undefined) return null;
  return (
    <ul className={styles["rows"]} aria-label={label}>
      {rows.map((row) => (
        <li key={keyOf(row)}>
          <strong>{head.cell(row)}</strong>
          <Facts facts={others.map(({ name, cell }) => ({ name, value: cell(row) }))} />
        </li>
      ))}
      <li>
        <strong>{head.total}</strong>
        <Facts facts={others.flatMap(({ name, total }) => (total === null ? [] : [{ name, value: total }]))} />
      </li>
    </ul>
  );
}

function Facts({ facts }: { readonly facts: readonly { readonly name: string; readonly value: ReactNode }[] }) {
  return (
    <dl className={styles["facts"]}>
      {facts.map(({ name, value }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
