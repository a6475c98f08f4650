import type { Server } from "node:http";
import { log } from "#kernel/process/log.ts";
import type { Clock } from "#kernel/time/clock.ts";

/** How long the steps take in which a process stops, in milliseconds since the signal. */
export interface StopTimes {
  /** How long requests are still served as usual, so that a load balancer notices that this process is not ready. */
  readonly leadMs: number;
  /** When connections that are still open are cut and the process exits. */
  readonly limitMs: number;
}

const SIGNALS = ["SIGTERM", "SIGINT"] as const;

/** A global symbol, because the Next.js build contains a second copy of this module. */
const STOPPING = Symbol.for("sallyport.stopping");

/** Whether this process received a signal to stop. It still serves requests, but is not ready for more. */
export function isStopping(): boolean {
  return Reflect.get(globalThis, STOPPING) === true;
}

type Listener = (signal: NodeJS.Signals) => void;

/**
 * Makes the process stop in steps after SIGTERM or SIGINT: at once it is not ready (`/api/health/ready`), after `leadMs` it does what Next.js and the
 * streams do on the signal (no new connections; streams end with `reconnect`; requests and verifications are completed), after `limitMs` it cuts what is
 * left. The exit status is 0, because the process ended as requested. A second signal changes nothing.
 *
 * Next.js registers its listener itself, ends the process itself and with the status 143, and offers no way to wait before. So this takes the
 * listeners of both signals, and calls them later. Call it before Next.js is loaded.
 * @param server the HTTP server, once it exists
 */
export function stopInSteps(server: () => Server | undefined, { leadMs, limitMs }: StopTimes, clock: Clock): void {
  const taken: Listener[] = [];
  const { on, once, exit } = process;
  const take =
    (register: typeof on) =>
    (event: string, listener: Listener): NodeJS.Process => {
      if (event !== "SIGTERM" && event !== "SIGINT") return register.call(process, event, listener as () => void);
      if (!taken.includes(listener)) taken.push(listener);
      return process;
    };
  Object.assign(process, { on: take(on), addListener: take(on), once: take(once) });

  const stop = async (signal: NodeJS.Signals): Promise<void> => {
    if (isStopping()) return;
    Reflect.set(globalThis, STOPPING, true);
    log("info", "stopping", { signal });
    process.exit = (code) => exit(code === 128 + 15 || code === 128 + 2 ? 0 : code);
    await clock.wait(leadMs);
    for (const listener of taken) listener(signal);
    await clock.wait(limitMs - leadMs);
    log("warn", "stopped with open requests");
    server()?.closeAllConnections();
    exit(0);
  };
  for (const signal of SIGNALS) on.call(process, signal, () => void stop(signal));
}
