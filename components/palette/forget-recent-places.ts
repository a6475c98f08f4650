/** Apart from `recent-places.ts`, because every page can sign out, and few open the palette. */
export const PREFIX = "sallyport.palette.";

/** Forgets all places, of all customers. */
export function forgetRecentPlaces(): void {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key);
  } catch {
    // Without browser storage, nothing is remembered.
  }
}
