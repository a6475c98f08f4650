import { MOST_RECENT, PALETTE_KINDS, type PaletteRecent } from "#kernel/palette/palette-view.ts";

const PREFIX = "sallyport.palette.";
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * What a person opened with the palette, the latest first: kinds and IDs, never names. It is in this browser until they sign out
 * ({@link forgetRecentPlaces}). What the IDs mean is asked of the portal each time.
 * @param whose the customer's ID, or `staff`
 */
export function recentPlaces(whose: string): readonly PaletteRecent[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(PREFIX + whose) ?? "[]");
    if (!Array.isArray(stored)) return [];
    return stored.flatMap((place) => recentPlaceOf(place)).slice(0, MOST_RECENT);
  } catch {
    return [];
  }
}

function recentPlaceOf(place: unknown): PaletteRecent[] {
  if (!Array.isArray(place)) return [];
  const [name, id] = place as unknown[];
  const kind = PALETTE_KINDS.find((known) => known === name);
  return kind !== undefined && typeof id === "string" && ID.test(id) ? [{ kind, id }] : [];
}

export function rememberPlace(whose: string, { kind, id }: PaletteRecent): void {
  const others = recentPlaces(whose).filter((place) => place.id !== id);
  const places = [{ kind, id }, ...others].slice(0, MOST_RECENT);
  try {
    localStorage.setItem(PREFIX + whose, JSON.stringify(places.map((place) => [place.kind, place.id])));
  } catch {
    // Without browser storage, nothing is remembered.
  }
}

/** Forgets all places, of all customers. The sign-in page does so, to which signing out leads. */
export function forgetRecentPlaces(): void {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key);
  } catch {
    // Without browser storage, nothing is remembered.
  }
}
