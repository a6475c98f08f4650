/**
 * The number that would be at position `n` (from 0) if the numbers were sorted; undefined if there are not so many. Reorders the numbers.
 * Sorting a million numbers would block the process ten times longer. Hoare's selection, with the middle of three as the pivot.
 */
export function nthSmallest(numbers: Float64Array, n: number): number | undefined {
  let [low, high] = [0, numbers.length - 1];
  while (low < high) {
    const pivot = middleOf(numbers[low] ?? 0, numbers[(low + high) >>> 1] ?? 0, numbers[high] ?? 0);
    let [i, j] = [low, high];
    while (i <= j) {
      while ((numbers[i] ?? 0) < pivot) i++;
      while ((numbers[j] ?? 0) > pivot) j--;
      if (i > j) break;
      const number = numbers[i] ?? 0;
      numbers[i++] = numbers[j] ?? 0;
      numbers[j--] = number;
    }
    if (n <= j) high = j;
    else if (n >= i) low = i;
    else break;
  }
  return numbers[n];
}

const middleOf = (a: number, b: number, c: number) => Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
