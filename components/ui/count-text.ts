/** A count with its noun: "1 event", "12,345 events". Every screen formats counts with it. */
export function countText(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}
