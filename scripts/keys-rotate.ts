import { CannotOpen, rotateDataKeys } from "#lib/connections/rotate-data-keys.ts";
import { keysEnv } from "#lib/kernel/env.ts";
import { Refused, runCommand, UsageError } from "./run-command.ts";
import { say } from "./say.ts";

const USAGE = "npm run keys:rotate";

/** Seals every stored role ARN under the first key of DATA_KEYS, while the portal runs. Stopped, it goes on the next time. */
await runCommand(USAGE, async (args) => {
  if (args.length > 0) throw new UsageError(`“${args[0]}” is no argument here.`);
  const { ownerUrl, dataKeys } = keysEnv();
  try {
    const { resealed, overtaken, candidates } = await rotateDataKeys(ownerUrl, dataKeys, (done) => say(`${done} sealed anew ...`));
    const rest = overtaken > 0 ? `; ${overtaken} changed meanwhile by themselves` : "";
    console.log(`${resealed} role ARNs are sealed under key ${dataKeys.reveal()[0]?.id} now${rest}.`);
    console.log(
      candidates > 0
        ? `${candidates} submissions still wait under a former key: keep it in DATA_KEYS for another hour.`
        : "Nothing is sealed under a former key: once all processes run with this DATA_KEYS, the others may leave it.",
    );
  } catch (error) {
    if (!(error instanceof CannotOpen)) throw error;
    throw new Refused(`No key of DATA_KEYS opens the ARN of connection ${error.connectionId}. What came before it is done.`);
  }
});
