/** What tests tell the sandbox, and what they ask it about the calls it has seen. */
export class Sandbox {
  readonly url: string;

  constructor(url: string) {
    this.url = url;
  }

  /** Makes the next matching calls go wrong. The shapes are those of the sandbox's own README. */
  async fault(fault: Record<string, unknown>): Promise<void> {
    await this.#control("POST", "/sandbox/faults", fault);
  }

  async clearFaults(): Promise<void> {
    await this.#control("DELETE", "/sandbox/faults");
  }

  async latency(ms: number): Promise<void> {
    await this.#control("POST", "/sandbox/latency", { ms });
  }

  /** How long a just-created role stays unknown to STS. */
  async propagation(ms: number): Promise<void> {
    await this.#control("POST", "/sandbox/propagation", { ms });
  }

  async #control(method: string, path: string, body?: Record<string, unknown>): Promise<void> {
    const answer = await fetch(`${this.url}${path}`, {
      method,
      headers: { "content-type": "application/json" },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`the sandbox answered ${answer.status} to ${path}: ${await answer.text()}`);
  }
}
