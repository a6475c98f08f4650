const LONGEST = 60;

/** A value of the examined policy as a sentence quotes it: short, and without characters that a terminal would obey. */
export function shown(value: string): string {
  const short = value.length > LONGEST ? `${value.slice(0, LONGEST - 1)}…` : value;
  return `"${short.replace(/[^\x20-\x7e\u00a1-\u00ff…]/g, "?")}"`;
}
