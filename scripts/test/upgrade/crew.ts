import { type Part, untilReady } from "#stack/demo/processes.ts";
import type { Fleet, Web } from "#stack/load/fleet.ts";
import { type ProgramEnd, runProgram } from "#stack/run-program.ts";
import { until } from "#stack/testing/portal-work.ts";
import type { Release } from "#stack/testing/releases.ts";
import { hasLogged } from "./scene.ts";

/** Milliseconds until a process that was started must serve. */
const READY_MS = 60_000;

/** Starts and ends the processes of both releases, as a deployment does. */
export class Crew {
  readonly #fleet: Fleet;
  #started = 0;

  constructor(fleet: Fleet) {
    this.#fleet = fleet;
  }

  /** Starts web processes one after the other, as a deployment does, so that their start leaves time for those that serve. */
  async webs(release: Release, name: string, count: number): Promise<readonly Web[]> {
    const webs: Web[] = [];
    for (let n = 0; n < count; n++) {
      const web = await this.#fleet.startWeb(this.#name(`${name}-web`), release.program);
      await untilReady(web, `http://127.0.0.1:${web.port}/api/health/live`, READY_MS);
      webs.push(web);
    }
    return webs;
  }

  /** Starts workers one after the other. Each has started, or waits for the migrations of its release. */
  async workers(release: Release, name: string, count: number): Promise<readonly Part[]> {
    const workers: Part[] = [];
    for (let n = 0; n < count; n++) {
      const worker = this.#fleet.startWorker(this.#name(`${name}-worker`), release.program);
      const isUp = () => ["started", "waiting for migrations"].some((event) => hasLogged(this.#fleet, worker, event));
      await until(isUp, `${worker.name} did not start`);
      workers.push(worker);
    }
    return workers;
  }

  /** Gives requests to these web processes and to no other, and waits until all of them are ready. */
  async serve(webs: readonly Web[]): Promise<void> {
    const ports = webs.map(({ port }) => port);
    this.#fleet.balancer.setPorts(ports);
    await this.#fleet.balancer.untilReady(ports, READY_MS);
  }

  /** Sends SIGTERM to processes and waits until they end. @throws Error unless each ends with status 0 */
  async stop(parts: readonly Part[]): Promise<string> {
    for (const { child } of parts) child.kill("SIGTERM");
    const codes = await Promise.all(parts.map(({ ended }) => ended));
    if (codes.some((code) => code !== 0)) throw new Error(parts.map(({ name }, n) => `${name} ended with ${codes[n]}`).join(", "));
    return `${parts.length} with status 0`;
  }

  /** Replaces web processes: the fresh ones are ready first, and the balancer notices by itself that the old ones end. */
  async replace(old: readonly Web[], fresh: readonly Web[]): Promise<string> {
    await this.serve([...old, ...fresh]);
    const ended = await this.stop(old);
    await this.serve(fresh);
    return ended;
  }

  /** Runs an operator command of a release. */
  command(release: Release, ...args: readonly string[]): Promise<ProgramEnd> {
    return runProgram(process.execPath, [release.program, ...args], { env: { ...this.#fleet.commandEnvironment } });
  }

  #name(name: string): string {
    this.#started += 1;
    return `${name}-${this.#started}`;
  }
}
