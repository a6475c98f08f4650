interface PaceSettings {
  /** Milliseconds for which a query is scheduled. */
  readonly scheduledMs?: number;
  /** Milliseconds for which it then runs without scanning. */
  readonly ms?: number;
  /** Bytes that it then scans per second; without limit when absent. */
  readonly bytesPerSecond?: number;
  readonly outcome?: "Complete" | "Failed" | "Timeout";
}

/**
 * How fast queries run, by the sandbox's clock, so that a test that moves the clock needs no waiting. Without settings a query scans as
 * fast as the sandbox can.
 */
export class QueryPace {
  readonly #settings: PaceSettings;

  constructor(settings: PaceSettings = {}) {
    this.#settings = settings;
  }

  /** Whether the number of scanned bytes depends on the clock, so that a call that looks at a query waits until it has scanned so many. */
  get isStepped(): boolean {
    return this.#settings.bytesPerSecond !== undefined;
  }

  /** The status of a query that has scanned everything. */
  get outcome(): "Complete" | "Failed" | "Timeout" {
    return this.#settings.outcome ?? "Complete";
  }

  /** The status of a query, so many milliseconds after its start, and the bytes that it may have scanned once it scans. */
  progressAt(elapsedMs: number): { readonly status: "Scheduled" | "Running"; readonly bytes?: number } {
    const { scheduledMs = 0, ms = 0, bytesPerSecond } = this.#settings;
    if (elapsedMs < scheduledMs) return { status: "Scheduled" };
    const scanning = elapsedMs - scheduledMs - ms;
    if (scanning < 0) return { status: "Running" };
    return { status: "Running", bytes: bytesPerSecond === undefined ? Number.POSITIVE_INFINITY : (scanning / 1000) * bytesPerSecond };
  }
}
