import "server-only";
import { refresh } from "next/cache";

/** Makes pages that were rendered before render again when a person returns to them; otherwise the client router shows its cached copy. */
export async function refreshPages<T extends { readonly ok: boolean }>(done: Promise<T>): Promise<T> {
  const result = await done;
  if (result.ok) refresh();
  return result;
}
