import { readSealedSamples } from "#db/migrations/sealed-samples.ts";
import type { Secret } from "#kernel/process/secret.ts";
import { isSameArn, type KeyRing, openSealedRoleArn } from "#lib/crypto/seal-role-arn.ts";
import { type Check, failed, ok, skipped } from "./check.ts";

/**
 * Whether DATA_KEYS opens what is stored: the newest role ARN of each key that the database contains, and whether ARN_INDEX_KEY is the one of its
 * index. A wrong key would otherwise show only when a person reads logs.
 */
export function keyCheck(url: Secret<string> | undefined, ring: KeyRing, indexKeys: readonly Secret<string>[]): Check {
  return {
    name: "data keys",
    async run() {
      if (url === undefined) return skipped("DATABASE_OWNER_URL is not set. Only the owner may read stored role ARNs of all customers.");
      const samples = await readSealedSamples(url.reveal());
      if (samples.length === 0) return ok("no role ARN is stored yet");
      for (const { keyId, customerId, connectionId, externalId, sealed, hmac } of samples) {
        const place = { table: "connections", customerId, connectionId, externalId } as const;
        const opened = open(ring, place, sealed);
        if (opened === undefined)
          return failed(
            `DATA_KEYS can't open the role ARNs that are sealed with key ${keyId}.`,
            `Put the key ${keyId} back into DATA_KEYS. Without it these customers must connect again.`,
          );
        if (hmac !== null && !isSameArn(indexKeys, opened, hmac))
          return failed(
            "ARN_INDEX_KEY is not the key of the stored index.",
            "Set ARN_INDEX_KEY to the value with which the portal ran before.",
          );
      }
      return ok(`stored role ARNs of ${samples.length === 1 ? "one key" : `${samples.length} keys`} can be opened`);
    },
  };
}

function open(ring: KeyRing, place: Parameters<typeof openSealedRoleArn>[1], sealed: string) {
  try {
    return openSealedRoleArn(ring, place, sealed);
  } catch {
    return undefined;
  }
}
