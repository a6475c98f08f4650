import { BadPort, demoPorts } from "#stack/demo/ports.ts";
import { startDemo } from "#stack/demo/start-demo.ts";
import { say, secondsSince } from "#stack/say.ts";

const began = performance.now();
try {
  const folder = process.env["SALLYPORT_DATA"] ?? ".data";
  const demo = await startDemo(demoPorts(process.env), folder);
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
    say(`${name} stopped unexpectedly. See its log in ${demo.logFolder}. Stopping the other processes.`);
    stopping = true;
    await demo.stop();
    process.exit(1);
  });
  process.stdout.write(`Ready on ${demo.appUrl}\n`);
  say(
    [
      `  (in ${secondsSince(began)})`,
      "  Sign in with single sign-on as owner@acme.example (customer) or admin@partner.example (staff). No password is needed.",
      `  AWS sandbox: ${demo.sandboxUrl}/console   Mailbox: ${demo.sandboxUrl}/mail   Logs: ${demo.logFolder}`,
      `  Press Ctrl-C to stop. Your data, except emails, stays in ${folder}/.`,
    ].join("\n"),
  );
} catch (error) {
  say(`The demo could not start: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(error instanceof BadPort ? 64 : 1);
}
