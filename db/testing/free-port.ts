import { randomInt } from "node:crypto";
import { createServer } from "node:net";

/**
 * Below the range from which Linux (32768) and macOS (49152) take the ports of outgoing connections. A port of that range can be taken by
 * any connection between this choice and the moment when the server of a test listens on it.
 */
const [LOWEST, BEYOND] = [10_000, 32_768];
const ATTEMPTS = 100;
const chosen = new Set<number>();

/** A free port of the loopback interface that no outgoing connection takes, and that this process has not chosen before. @throws Error if none of 100 is free */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const port = randomInt(LOWEST, BEYOND);
    if (chosen.has(port)) continue;
    chosen.add(port);
    if (await canListen(port)) return port;
  }
  throw new Error(`none of ${ATTEMPTS} ports was free`);
}

function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
