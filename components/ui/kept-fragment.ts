const KEY = "sallyport.fragment";

/**
 * Keeps the fragment of a link while its reader signs in, because the address to which sign-in returns has none. Only this tab has it.
 * @param path where sign-in returns
 */
export function keepFragment(path: string): void {
  try {
    if (window.location.hash !== "") sessionStorage.setItem(KEY, JSON.stringify([path, window.location.hash]));
  } catch {
    // Without browser storage, the page opens without what the fragment says.
  }
}

/** The fragment that was kept for this page, once; null if there is none. */
export function takeFragment(): string | null {
  try {
    const [path, fragment] = JSON.parse(sessionStorage.getItem(KEY) ?? "[]") as unknown[];
    if (typeof path !== "string" || typeof fragment !== "string" || pageOf(path) !== pageOf(window.location.href)) return null;
    sessionStorage.removeItem(KEY);
    // The fragment of the address itself is of a newer link.
    return window.location.hash === "" ? fragment : null;
  } catch {
    return null;
  }
}

function pageOf(address: string): string {
  const { pathname, searchParams } = new URL(address, window.location.origin);
  return `${pathname}?${searchParams}`;
}
