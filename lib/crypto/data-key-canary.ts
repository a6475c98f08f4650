import type { KeyRingEntry } from "#kernel/process/env-fields.ts";
import { openText, sealText } from "./seal-role-arn.ts";

/** Any text does. It is short and fixed, so that a canary that opens can only be of this key. */
const CANARY = "sallyport data key";

const canaryPlace = (keyId: string): Buffer => Buffer.from(JSON.stringify(["data_key_canaries", "sealed", keyId]));

/** A known text, sealed with a key of DATA_KEYS for the table `data_key_canaries`. */
export function sealCanary({ id, key }: KeyRingEntry): string {
  return sealText(key, canaryPlace(id), CANARY);
}

/** Whether a stored canary was sealed with this very key. */
export function opensCanary({ id, key }: KeyRingEntry, sealed: string): boolean {
  try {
    return openText(key, canaryPlace(id), sealed) === CANARY;
  } catch {
    return false;
  }
}
