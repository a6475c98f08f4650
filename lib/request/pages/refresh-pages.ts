import "server-only";
import { refresh } from "next/cache";

/** Pages that were drawn before are drawn anew also when somebody comes back to them: the router keeps them otherwise. */
export async function refreshPages<T extends { readonly ok: boolean }>(done: Promise<T>): Promise<T> {
  const result = await done;
  if (result.ok) refresh();
  return result;
}
