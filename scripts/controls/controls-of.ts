/** A wall in the code: what is taken away (`from` stands once in the file), and the test file that must go red. */
export interface CodeControl {
  readonly title: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
  readonly test: string;
  /** A part of the tests' names, where the whole file would take long. */
  readonly only?: string;
}

/** What is taken away of one file, and in which tests it is noticed. */
type Row = readonly [title: string, from: string, to: string, only?: string];

export function controlsOf(file: string, test: string, rows: readonly Row[]): readonly CodeControl[] {
  return rows.map(([title, from, to, only]) => ({ title, file, from, to, test, ...(only !== undefined && { only }) }));
}
