import { BadPort, demoPorts } from "./demo/ports.ts";
import { startDemo } from "./demo/start-demo.ts";
import { say, secondsSince } from "./say.ts";

const began = performance.now();
try {
  const demo = await startDemo(demoPorts(process.env), process.env["SALLYPORT_DATA"] ?? ".data");
  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    say("\nStopping ...");
    await demo.stop();
    process.exit(0);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void stop());
  demo.partEnded.then(async (name) => {
    if (stopping) return;
    say(`${name} ended by itself; its log is in ${demo.logFolder}. Stopping the rest.`);
    stopping = true;
    await demo.stop();
    process.exit(1);
  });
  process.stdout.write(`Ready on ${demo.appUrl}\n`);
  say(
    [
      `  (in ${secondsSince(began)})`,
      "  Sign in with single sign-on as owner@acme.example (a customer) or admin@partner.example (staff); no passwords.",
      `  The stand-in for AWS: ${demo.sandboxUrl}/console   mail: ${demo.sandboxUrl}/mail   logs of the parts: ${demo.logFolder}`,
      "  Ctrl-C stops everything; what you made stays in .data/.",
    ].join("\n"),
  );
} catch (error) {
  say(`The demo could not start: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(error instanceof BadPort ? 64 : 1);
}
