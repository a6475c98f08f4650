import { keysEnv } from "#kernel/process/env.ts";
import { CannotOpen, rotateDataKeys } from "#lib/crypto/rotate-data-keys.ts";
import { say } from "#stack/say.ts";
import { type Command, CommandFailed, readArguments } from "./command-line.ts";

/** Re-encrypts every stored role ARN with the first key of DATA_KEYS while the portal runs. If interrupted, run it again: it continues. */
export const command: Command = {
  usage: "keys rotate",
  async run(args) {
    readArguments(args, {});
    const { ownerUrl, dataKeys } = keysEnv();
    try {
      const counts = await rotateDataKeys(ownerUrl, dataKeys, (done) => say(`${done} role ARNs re-encrypted ...`));
      for (const line of linesOf(counts, dataKeys.reveal()[0]?.id)) console.log(line);
    } catch (error) {
      if (!(error instanceof CannotOpen)) throw error;
      throw new CommandFailed(
        `No key in DATA_KEYS decrypts the role ARN of connection ${error.connectionId}. Add the missing key, then run the command again.`,
      );
    }
  },
};

function linesOf(
  { resealed, overtaken, pendingArns, verifications }: Awaited<ReturnType<typeof rotateDataKeys>>,
  keyId: string | undefined,
): readonly string[] {
  const rest = overtaken > 0 ? `; ${overtaken} changed during the run and use that key already` : "";
  const lines = [`${resealed} role ARNs are now encrypted with key ${keyId}${rest}.`];
  if (pendingArns > 0)
    lines.push(`${pendingArns} pending role ARNs still use an old key. Keep the old key in DATA_KEYS for one more hour.`);
  if (verifications > 0)
    lines.push(
      `${verifications} connections have a verification that is signed with an old key. Keep the old key in DATA_KEYS for one more day, then run this command again.`,
    );
  if (pendingArns === 0 && verifications === 0)
    lines.push("Nothing is encrypted with an old key. When all processes run with this DATA_KEYS value, you can remove the old keys.");
  lines.push("A verification report that was signed with an old key can be checked only while DATA_KEYS contains that key.");
  return lines;
}
