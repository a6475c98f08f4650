import { createServer } from "node:net";

export interface DemoPorts {
  readonly port: number;
  readonly sandboxPort: number;
  readonly smtpPort: number;
}

/** A port variable that is not a port. */
export class BadPort extends Error {
  override readonly name = "BadPort";
}

/** `PORT` (3000), `SANDBOX_PORT` (4566), and the mailbox's SMTP (`SANDBOX_SMTP_PORT`, else one above the sandbox's). @throws BadPort */
export function demoPorts(env: Readonly<Record<string, string | undefined>>): DemoPorts {
  const port = portOf(env, "PORT", 3000);
  const sandboxPort = portOf(env, "SANDBOX_PORT", 4566);
  return { port, sandboxPort, smtpPort: portOf(env, "SANDBOX_SMTP_PORT", sandboxPort + 1) };
}

function portOf(env: Readonly<Record<string, string | undefined>>, name: string, otherwise: number): number {
  const text = env[name];
  if (text === undefined || text === "") return otherwise;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new BadPort(`${name}=${text} is not a port number.`);
  return port;
}

/** Whether nothing listens on a loopback port yet. */
export function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
  });
}
