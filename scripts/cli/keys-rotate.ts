import { keysEnv } from "#kernel/env.ts";
import { CannotOpen, rotateDataKeys } from "#lib/crypto/rotate-data-keys.ts";
import { say } from "#stack/say.ts";
import { Refused, runCommand, UsageError } from "./command-line.ts";

const USAGE = "npm run keys:rotate";

/** Seals every stored role ARN under the first key of DATA_KEYS, while the portal runs. Stopped, it goes on the next time. */
await runCommand(USAGE, async (args) => {
  if (args.length > 0) throw new UsageError(`Unexpected argument "${args[0]}".`);
  const { ownerUrl, dataKeys } = keysEnv();
  try {
    const { resealed, overtaken, candidates, proofs } = await rotateDataKeys(ownerUrl, dataKeys, (done) =>
      say(`${done} role ARNs re-encrypted ...`),
    );
    const rest = overtaken > 0 ? `; ${overtaken} changed during the run and use that key already` : "";
    console.log(`${resealed} role ARNs are now encrypted with key ${dataKeys.reveal()[0]?.id}${rest}.`);
    if (candidates > 0)
      console.log(`${candidates} pending role ARNs still use an old key. Keep the old key in DATA_KEYS for one more hour.`);
    if (proofs > 0)
      console.log(
        `${proofs} connections have a verification that is signed with an old key. Keep the old key in DATA_KEYS for one more day, then run this command again.`,
      );
    if (candidates === 0 && proofs === 0)
      console.log("Nothing is encrypted with an old key. When all processes run with this DATA_KEYS value, you can remove the old keys.");
    console.log("Keep an old key for as long as you want to check verification reports from that time.");
  } catch (error) {
    if (!(error instanceof CannotOpen)) throw error;
    throw new Refused(
      `No key in DATA_KEYS decrypts the role ARN of connection ${error.connectionId}. Add the missing key, then run the command again.`,
    );
  }
});
