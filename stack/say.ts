/** Progress for the person who waits, on standard error, so that standard output stays what a command answers. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Seconds since `from` (of `performance.now()`), as people read them: "0.4 s". */
export function secondsSince(from: number): string {
  return `${((performance.now() - from) / 1000).toFixed(1)} s`;
}
