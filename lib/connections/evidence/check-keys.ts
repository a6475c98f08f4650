import { inTransaction } from "#db/in-transaction.ts";
import { dataKeysInUse, indexKeysInUse, type KeyUse, type QueuedLink, queuedLinks } from "#db/queries/keys-in-use.ts";
import { mailedContactToken } from "#kernel/people/contact-token.ts";
import { secretOfInvitation } from "#kernel/people/invitation-token.ts";
import { mailedLinkToken } from "#kernel/people/sign-in-link.ts";
import type { Secret } from "#kernel/process/secret.ts";
import { type KeyRing, knownOf, MissingIndexKey } from "#lib/crypto/seal-role-arn.ts";
import { findKeyProblem } from "#lib/crypto/stored-keys.ts";

interface Keys {
  readonly dataKeys: KeyRing;
  readonly arnIndexKeys: readonly Secret<string>[];
  readonly authSecrets: readonly Secret<string>[];
}

/** `missing`: what the portal can't do with these values. `needed`: what still depends on an older value of a list. Sentences. */
export interface KeyCheck {
  readonly missing: readonly string[];
  readonly needed: readonly string[];
}

/**
 * Whether web and worker can run with these values, and which older values can't be removed yet. Reads only, as the owner of the
 * database; run it with the values that the processes will have, before they are restarted.
 */
export async function checkKeys(keys: Keys): Promise<KeyCheck> {
  return inTransaction(
    { kind: "system", task: "owner-cli" },
    async (tx) => {
      const index = ofIndexKeys(keys.arnIndexKeys, await indexKeysInUse(tx));
      const [data, links] = [ofDataKeys(keys.dataKeys, await dataKeysInUse(tx)), ofLinks(keys.authSecrets, await queuedLinks(tx))];
      const missing = [...data.missing, ...index.missing];
      // A key with the right name and another value is found only by opening something.
      const problem = missing.length === 0 ? await findKeyProblem(tx, keys) : undefined;
      return {
        missing: [...missing, ...(problem === undefined ? [] : [problem]), ...links.missing],
        needed: [...data.needed, ...index.needed, ...links.needed],
      };
    },
    { readOnly: true },
  );
}

function ofIndexKeys(keys: readonly Secret<string>[], stored: Parameters<typeof knownOf>[1] | undefined): KeyCheck {
  try {
    const rotating = stored !== undefined && knownOf(keys, stored).previous !== null;
    const needed = rotating ? ["ARN_INDEX_KEY: role ARNs are indexed with two values. Keep both, and run sallyport keys rotate."] : [];
    return { missing: [], needed };
  } catch (error) {
    if (error instanceof MissingIndexKey) return { missing: [error.message], needed: [] };
    throw error;
  }
}

function ofDataKeys(ring: KeyRing, uses: readonly KeyUse[]): KeyCheck {
  const [newest, ...older] = ring.reveal().map(({ id }) => id);
  const sentence = ({ key, connections, pending, signed }: KeyUse, what: string) =>
    `DATA_KEYS: ${connections} role ARNs, ${pending} pending role ARNs and ${signed} verifications use the key ${key}, ${what}`;
  return {
    missing: uses
      .filter(({ key }) => key !== newest && !older.includes(key))
      .map((use) => sentence(use, "which is missing. Add it after the first key.")),
    needed: uses.filter(({ key }) => older.includes(key)).map((use) => sentence(use, "which must stay. Run sallyport keys rotate.")),
  };
}

function ofLinks(authSecrets: readonly Secret<string>[], links: readonly QueuedLink[]): KeyCheck {
  const [newest, ...older] = authSecrets;
  const madeWith = (secrets: readonly Secret<string>[]) => links.filter((link) => wasMadeWith(secrets, link)).length;
  const [current, previous] = [newest === undefined ? 0 : madeWith([newest]), madeWith(older)];
  const lost = links.length - current - previous;
  return {
    missing:
      lost > 0 ? [`AUTH_SECRET: ${lost} queued emails have links that were made with a missing value. Add it after the first one.`] : [],
    needed:
      previous > 0
        ? [`AUTH_SECRET: ${previous} queued emails have links that were made with an older value. Wait until they are sent.`]
        : [],
  };
}

/** Whether the token of a link was made with one of these secrets. */
function wasMadeWith(secrets: readonly Secret<string>[], { kind, id, hash }: QueuedLink): boolean {
  if (kind === "invitation") return secretOfInvitation(secrets, id, hash) !== undefined;
  const tokenOf = kind === "contact" ? mailedContactToken : mailedLinkToken;
  return tokenOf(secrets, id, hash) !== undefined;
}
