import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { freePort } from "#db/testing/free-port.ts";
import { PROGRAM } from "#stack/build/build-release.ts";
import { type Balancer, startBalancer } from "#stack/load/balancer.ts";
import { inheritedVariables } from "#stack/testing/inherited-variables.ts";
import { partEnvironment } from "#stack/testing/running-stack.ts";

export interface BalancedWeb {
  readonly port: number;
  readonly child: ChildProcess;
}

/** Web processes beside the one of the other tests, behind a load balancer with an address of its own. */
export class BalancedWebs {
  readonly url: string;
  readonly #balancer: Balancer;
  readonly #children: ChildProcess[] = [];

  private constructor(url: string, balancer: Balancer) {
    this.url = url;
    this.#balancer = balancer;
  }

  static async open(): Promise<BalancedWebs> {
    const port = await freePort();
    return new BalancedWebs(`http://localhost:${port}`, await startBalancer(port));
  }

  /** Starts a web process of a build. */
  async start(program = PROGRAM): Promise<BalancedWeb> {
    const port = await freePort();
    const address = { PORT: String(port), APP_URL: this.url, NEXTAUTH_URL: this.url };
    const child = spawn(process.execPath, [program, "web"], {
      env: { NODE_ENV: "production", ...inheritedVariables(), ...partEnvironment("web"), ...address },
      stdio: "ignore",
    });
    this.#children.push(child);
    return { port, child };
  }

  /** Sends all requests to these processes from now on, once they are ready. */
  async use(...webs: readonly BalancedWeb[]): Promise<void> {
    const ports = webs.map(({ port }) => port);
    this.#balancer.setPorts(ports);
    await this.#balancer.untilReady(ports, 60_000);
  }

  async stop(): Promise<void> {
    await this.#balancer.stop();
    for (const child of this.#children.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null)) {
      const ended = once(child, "exit");
      child.kill("SIGKILL");
      await ended;
    }
  }
}
