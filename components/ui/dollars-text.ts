/** Smaller amounts have no digit that is shown. */
const LEAST = 0.000_000_01;

/** US dollars: cents from a dollar on ("$8.26"), below it two digits that count ("$0.41", "$0.0095"), and "$0" for nothing. */
export function dollarsText(dollars: number): string {
  if (dollars === 0) return "$0";
  if (dollars < LEAST) return "less than $0.00000001";
  if (dollars >= 0.995) return `$${dollars.toLocaleString("en", { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
  const digits = Math.min(8, 1 - Math.floor(Math.log10(Number(dollars.toPrecision(2)))));
  return `$${dollars.toFixed(digits)}`;
}
