import { keysEnv } from "#kernel/process/command-env.ts";
import { countWords } from "#kernel/text/count-words.ts";
import { closeDatabase, openDatabase } from "#lib/audit/open-database.ts";
import { AnotherRotation, type IndexRotation, rotateArnIndex, UnknownIndex } from "#lib/connections/evidence/rotate-arn-index.ts";
import { CannotOpen, rotateDataKeys } from "#lib/crypto/rotate-data-keys.ts";
import { MissingIndexKey } from "#lib/crypto/seal-role-arn.ts";
import { say } from "#stack/say.ts";
import { type Command, CommandFailed, readArguments } from "./command-line.ts";

/**
 * Re-encrypts every stored role ARN with the first key of DATA_KEYS, and indexes it with the first of ARN_INDEX_KEY, while the portal
 * runs. If interrupted, run it again: it continues.
 */
export const command: Command = {
  usage: "keys rotate",
  async run(args) {
    readArguments(args, {});
    const { ownerUrl, dataKeys, arnIndexKeys } = keysEnv();
    try {
      const counts = await rotateDataKeys(ownerUrl, dataKeys, (done) => say(`${countWords(done, "role ARN")} re-encrypted ...`));
      for (const line of linesOf(counts, dataKeys.reveal()[0]?.id)) console.log(line);
      openDatabase({ owner: ownerUrl });
      const index = await rotateArnIndex(arnIndexKeys, dataKeys, (done) => say(`${countWords(done, "role ARN")} indexed ...`));
      for (const line of indexLinesOf(index)) console.log(line);
    } catch (error) {
      throw explained(error);
    } finally {
      await closeDatabase();
    }
  },
};

function explained(error: unknown): unknown {
  if (error instanceof CannotOpen)
    return new CommandFailed(
      `No key in DATA_KEYS decrypts the role ARN of connection ${error.connectionId}. Add the missing key, then run the command again.`,
    );
  if (error instanceof UnknownIndex)
    return new CommandFailed(
      `No value of ARN_INDEX_KEY made the index of the role ARN of connection ${error.connectionId}. Add the missing value, then run the command again.`,
    );
  if (error instanceof MissingIndexKey) return new CommandFailed(error.message);
  if (error instanceof AnotherRotation)
    return new CommandFailed(
      "An earlier rotation of ARN_INDEX_KEY is not finished. Put the new value of that earlier rotation first and run sallyport keys rotate until it is finished. Then put the newest value first and run it again.",
    );
  return error;
}

function linesOf(
  { resealed, overtaken, pendingArns, verifications }: Awaited<ReturnType<typeof rotateDataKeys>>,
  keyId: string | undefined,
): readonly string[] {
  const rest = overtaken > 0 ? `; ${overtaken} changed during the run and already ${overtaken === 1 ? "uses" : "use"} that key` : "";
  const lines = [`${countWords(resealed, "role ARN is", "role ARNs are")} now encrypted with key ${keyId}${rest}.`];
  if (pendingArns > 0)
    lines.push(
      `${countWords(pendingArns, "pending role ARN still uses", "pending role ARNs still use")} an old key. Keep the old key in DATA_KEYS for one more hour.`,
    );
  if (verifications > 0)
    lines.push(
      `${countWords(verifications, "connection has", "connections have")} a verification that is signed with an old key. Keep the old key in DATA_KEYS for one more day, then run this command again.`,
    );
  if (pendingArns === 0 && verifications === 0)
    lines.push("Nothing is encrypted with an old key. When all processes run with this DATA_KEYS value, you can remove the old keys.");
  lines.push("A verification report that was signed with an old key can be checked only while DATA_KEYS contains that key.");
  return lines;
}

function indexLinesOf({ reindexed, skipped, pending, running, finished }: IndexRotation): readonly string[] {
  const lines = [`${countWords(reindexed, "role ARN has", "role ARNs have")} a new index, made with the first value of ARN_INDEX_KEY.`];
  if (finished) lines.push("No role ARN has an older index. You can remove older values from ARN_INDEX_KEY.");
  else {
    const verifying = countWords(skipped, "connection that is being verified", "connections that are being verified");
    const open = countWords(running, "verification in progress", "verifications in progress");
    lines.push(
      `The old index is still in use by ${verifying}, ${countWords(pending, "pending role ARN")}, and ${open}. Keep the old value in ARN_INDEX_KEY, and run this command again in one hour.`,
    );
  }
  return lines;
}
