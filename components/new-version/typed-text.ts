/** The text that a person typed into one field. */
export interface TypedField {
  /** What names the field on the page, which is the same in the next build unless the field was renamed. */
  readonly name: string;
  readonly text: string;
}

interface Kept {
  readonly path: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly fields: readonly TypedField[];
}

type Field = HTMLInputElement | HTMLTextAreaElement;

const KEY = "sallyport.typed-text";
/** A reload takes seconds. What is older belongs to a page that was left. */
const KEPT_MS = 10 * 60_000;
/** The portal's longest field is a trust policy, with at most 64 KiB. */
const MOST_CHARACTERS = 200_000;
const TEXT_TYPES = new Set(["text", "search", "email", "url", "textarea"]);
/** Milliseconds. A page that was just loaded can overwrite a field once more when it becomes interactive. */
const SETTLE_MS = 250;
/** Milliseconds for which a field that is not on the page is waited for: one in a dialog, which the person opens again. */
const WAIT_MS = 10 * 60_000;

/** Remembers which fields the person typed into. Returns the function that stops. */
export function watchTyping(typed: Set<Field>): () => void {
  const onInput = ({ target, isTrusted }: Event) => {
    // A field that left the page would keep all of its previous page in memory.
    for (const field of typed) if (!field.isConnected) typed.delete(field);
    if (isTrusted && isTextField(target)) typed.add(target);
  };
  document.addEventListener("input", onInput, true);
  return () => document.removeEventListener("input", onInput, true);
}

function isTextField(target: unknown): target is Field {
  return (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) && TEXT_TYPES.has(target.type);
}

/**
 * Keeps the text of these fields in this tab until its next page takes it. Only for a reload to a newer build: text that a person
 * leaves behind is not stored.
 */
export function keepTypedText(typed: ReadonlySet<Field>, path: string, now: number): void {
  const fields = [...typed]
    .filter((field) => field.isConnected && field.value !== "")
    .map((field) => ({ name: nameOf(field), text: field.value }));
  const kept: Kept = { path, at: now, fields };
  const text = JSON.stringify(kept);
  try {
    if (fields.length > 0 && text.length <= MOST_CHARACTERS) sessionStorage.setItem(KEY, text);
  } catch {
    // Without storage the page reloads without the text.
  }
}

/** Takes what the page before the reload kept, and removes it. */
export function takeTypedText(path: string, now: number): readonly TypedField[] {
  try {
    const text = sessionStorage.getItem(KEY);
    sessionStorage.removeItem(KEY);
    const kept = text === null ? null : (JSON.parse(text) as Kept);
    return kept !== null && kept.path === path && now - kept.at < KEPT_MS ? kept.fields : [];
  } catch {
    return [];
  }
}

/**
 * Puts text back into its fields: at once, or when the field appears on the page. Returns the function that stops.
 * @param typed gets these fields, so that a second reload keeps their text too
 */
export function putBackTypedText(fields: readonly TypedField[], typed: Set<Field>): () => void {
  const waiting = new Map(fields.map(({ name, text }) => [name, text]));
  const given = new Map<Field, string>();
  const look = () => {
    for (const field of document.querySelectorAll<Field>("input, textarea")) {
      const text = isTextField(field) ? waiting.get(nameOf(field)) : undefined;
      if (text === undefined || given.has(field)) continue;
      given.set(field, text);
      typed.add(field);
      waiting.delete(nameOf(field));
      put(field, text);
    }
    if (waiting.size === 0) observer.disconnect();
  };
  const observer = new MutationObserver(look);
  observer.observe(document.body, { childList: true, subtree: true });
  look();
  const settle = setInterval(() => {
    for (const [field, text] of given) if (field.isConnected && field.value !== text) put(field, text);
  }, SETTLE_MS);
  // A person who types on decides what the field has.
  const onInput = ({ target, isTrusted }: Event) => {
    if (isTrusted) given.delete(target as Field);
  };
  document.addEventListener("input", onInput, true);
  const stop = () => {
    observer.disconnect();
    clearInterval(settle);
    document.removeEventListener("input", onInput, true);
  };
  const settled = setTimeout(() => clearInterval(settle), 8 * SETTLE_MS);
  const late = setTimeout(stop, WAIT_MS);
  return () => {
    clearTimeout(settled);
    clearTimeout(late);
    stop();
  };
}

/** Sets the value as a person does, so that React notices it. */
function put(field: Field, text: string): void {
  const prototype = field instanceof HTMLTextAreaElement ? HTMLTextAreaElement.prototype : HTMLInputElement.prototype;
  Object.getOwnPropertyDescriptor(prototype, "value")?.set?.call(field, text);
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Generated IDs differ after a reload, so a field is named by its label, its own name and what it asks for. */
function nameOf(field: Field): string {
  const label = field.labels?.[0]?.textContent ?? field.getAttribute("aria-label") ?? "";
  return [field.type, field.name, label, field.placeholder].join("\n");
}
