/** A count with its words: "1 event", "2 events". Without separators, so that programs can read the number; screens have `countText`. */
export const countWords = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;
