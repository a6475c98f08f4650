import { readOnce } from "#db/read-once.ts";
import type { Secret } from "#kernel/process/secret.ts";
import { findKeyProblem, type StoredKeys } from "#lib/crypto/stored-keys.ts";
import { type Check, failed, ok, skipped } from "./check.ts";

/**
 * Whether DATA_KEYS and ARN_INDEX_KEY are the keys of the stored role ARNs: the check that web and worker do when they start, without recording
 * the keys.
 * @param urls of logins that may read which keys are in use; the first one that is set is used
 */
export function keyCheck(urls: readonly (Secret<string> | undefined)[], keys: StoredKeys): Check {
  return {
    name: "data keys",
    async run() {
      const url = urls.find((each) => each !== undefined);
      if (url === undefined) return skipped("No URL of sp_worker, sp_staff or sp_owner is set.");
      const problem = await readOnce(url.reveal(), (tx) => findKeyProblem(tx, keys));
      if (problem === undefined) return ok("DATA_KEYS and ARN_INDEX_KEY fit what is stored");
      return failed(problem, "Without these values, customers must connect their accounts again. Web and worker do not start.");
    },
  };
}
