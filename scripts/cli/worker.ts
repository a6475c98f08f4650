import { runWorker } from "#worker/main.ts";
import { type Command, outliveReaderOfOutput, readArguments } from "./command-line.ts";

/** Runs one worker until it receives SIGTERM. */
export const command: Command = {
  usage: "worker",
  async run(args) {
    readArguments(args, {});
    outliveReaderOfOutput();
    await runWorker();
  },
};
