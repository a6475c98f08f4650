const PREFIX = "sallyport.session.";
/** Names of which the values are remembered; the newest ones stay. */
const MOST = 100;

/**
 * Values that a person entered since they signed in, by their names. Only this tab has them, and the sign-in page removes them
 * ({@link forgetValues}).
 * @param of what they belong to
 */
export function rememberedValues(of: string): Readonly<Record<string, string>> {
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(PREFIX + of) ?? "[]");
    if (!Array.isArray(stored)) return {};
    return Object.fromEntries(
      stored.filter((pair): pair is [string, string] => Array.isArray(pair) && typeof pair[0] === "string" && typeof pair[1] === "string"),
    );
  } catch {
    return {};
  }
}

export function rememberValues(of: string, values: Readonly<Record<string, string>>): void {
  try {
    sessionStorage.setItem(PREFIX + of, JSON.stringify(Object.entries(values).slice(-MOST)));
  } catch {
    // Without browser storage, the values stay until the page is left.
  }
}

/** Forgets all of them. */
export function forgetValues(): void {
  try {
    for (const key of Object.keys(sessionStorage)) if (key.startsWith(PREFIX)) sessionStorage.removeItem(key);
  } catch {
    // Without browser storage, nothing is remembered.
  }
}
