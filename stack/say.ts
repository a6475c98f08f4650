/** Prints progress to standard error, so that standard output contains only the result of a command. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** The time since `from` (a value of `performance.now()`), such as "0.4 s". */
export function secondsSince(from: number): string {
  return `${((performance.now() - from) / 1000).toFixed(1)} s`;
}
