import { LONGEST_RETURN_PATH } from "#lib/sign-in/shared/sign-in-view.ts";

/** What is needed of `sessionStorage` and `localStorage`. */
export type FragmentStorage = Pick<Storage, "getItem" | "setItem" | "removeItem">;

const KEY = "sallyport.fragment";
/** Milliseconds. An emailed link expires after ten minutes, and opening it takes a moment. */
const KEPT_MS = 12 * 60_000;
/** Characters. A query of 10,000 characters has up to nine times as many in a URL. */
const LONGEST = 100_000;
/** The parameter of a page's address that says that its link had a fragment. */
const AWAITED = "fragment";

/**
 * Keeps the fragment of a link while its reader signs in, because the address to which sign-in returns has none. With single sign-on only
 * this tab has it. An emailed link opens in another tab: then all tabs of the browser have it, until one takes it or twelve minutes have
 * passed. A fragment is no secret of the portal, but a query in it can contain personal data, so it stays no longer than the link.
 * @param path where sign-in returns
 * @returns where sign-in has to return, so that the page can say if its link had a fragment that did not arrive
 */
export function keepFragment(path: string, by: "single-sign-on" | "email"): string {
  const { hash } = window.location;
  if (hash === "") return path;
  const returns = by === "email" ? awaiting(path) : path;
  writeKept(storageOf(by === "email" ? "localStorage" : "sessionStorage"), [pageOf(returns), hash, Date.now()]);
  return returns;
}

/** The fragment of a page's link. `lost`: it had one, and another browser or nobody has it. */
export type TakenFragment = { readonly kind: "none" | "lost" } | { readonly kind: "kept"; readonly fragment: string };

/** The fragment that was kept for this page, once. That of the address itself is of a newer link, and wins. */
export function takeFragment(): TakenFragment {
  const page = pageOf(window.location.href);
  const kept = ["sessionStorage", "localStorage"].map((name) => takeKept(storageOf(name as "sessionStorage"), page, Date.now()));
  if (window.location.hash !== "") return { kind: "none" };
  const fragment = kept.find((each) => each !== null) ?? null;
  if (fragment !== null) return { kind: "kept", fragment };
  return new URLSearchParams(window.location.search).has(AWAITED) ? { kind: "lost" } : { kind: "none" };
}

/** Removes a fragment whose time is over. Every page calls it, because the page of a link can stay unopened. */
export function forgetOldFragment(): void {
  takeKept(storageOf("localStorage"), null, Date.now());
}

/** Removes a fragment that no page has used, when its reader signs out. */
export function forgetFragment(): void {
  for (const storage of [storageOf("sessionStorage"), storageOf("localStorage")]) {
    try {
      storage?.removeItem(KEY);
    } catch {
      // Without browser storage, none is kept.
    }
  }
}

/** A fragment with the page that it belongs to and the moment at which it was kept. */
export type KeptFragment = readonly [page: string, fragment: string, at: number];

export function writeKept(storage: FragmentStorage | null, kept: KeptFragment): void {
  try {
    if (kept[1].length <= LONGEST) storage?.setItem(KEY, JSON.stringify(kept));
  } catch {
    // Without browser storage, the page opens without what the fragment says.
  }
}

/** Takes the fragment of a page out of a storage; null if it has none, or only an old one, which is removed. @param page null for none */
export function takeKept(storage: FragmentStorage | null, page: string | null, now: number): string | null {
  try {
    const stored = storage?.getItem(KEY) ?? null;
    if (stored === null) return null;
    const kept = read(stored);
    const isOld = kept === null || now - kept[2] > KEPT_MS || kept[2] > now;
    if (isOld || kept[0] === page) storage?.removeItem(KEY);
    return !isOld && kept[0] === page ? kept[1] : null;
  } catch {
    return null;
  }
}

/** Anything can be in the storage of a browser. */
function read(stored: string): KeptFragment | null {
  try {
    const [page, fragment, at] = JSON.parse(stored) as unknown[];
    return typeof page === "string" && typeof fragment === "string" && typeof at === "number" ? [page, fragment, at] : null;
  } catch {
    return null;
  }
}

/** Even to name the storage can fail where the browser blocks it. */
function storageOf(name: "sessionStorage" | "localStorage"): FragmentStorage | null {
  try {
    return window[name];
  } catch {
    return null;
  }
}

/** The path with the parameter, unless sign-in would no longer return to it. */
function awaiting(path: string): string {
  const { pathname, searchParams } = new URL(path, window.location.origin);
  searchParams.set(AWAITED, "awaited");
  const longer = `${pathname}?${searchParams}`;
  return longer.length <= LONGEST_RETURN_PATH ? longer : path;
}

function pageOf(address: string): string {
  const { pathname, searchParams } = new URL(address, window.location.origin);
  return `${pathname}?${searchParams}`;
}
