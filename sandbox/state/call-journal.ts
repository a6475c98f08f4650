/** What one call looked like on the wire, kept so that a test can ask what was really sent. Never a secret. */
export interface JournalEntry {
  readonly sequence: number;
  /** ISO 8601. */
  readonly at: string;
  readonly service: string;
  readonly action: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly callerArn: string | null;
  readonly requestId: string;
  readonly roleArn: string | null;
  /** `null` = the parameter was not sent; `""` = it was sent empty. */
  readonly externalId: string | null;
  readonly sessionName: string | null;
  /** The other parameters, long values cut; of PutLogEvents only the group and stream. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** `ok`, or the error's code, or the fault that was injected (`fault:reset`). */
  readonly outcome: string;
  readonly ms: number;
}

const KEPT = 5000;

/** The last five thousand calls. */
export class CallJournal {
  #entries: JournalEntry[] = [];
  #sequence = 0;

  record(entry: Omit<JournalEntry, "sequence">): void {
    this.#entries.push({ sequence: ++this.#sequence, ...entry });
    if (this.#entries.length > KEPT * 2) this.#entries = this.#entries.slice(-KEPT);
  }

  /** Entries after a sequence number (0 = all kept), oldest first. */
  since(sequence: number): readonly JournalEntry[] {
    return this.#entries.slice(-KEPT).filter((entry) => entry.sequence > sequence);
  }

  get last(): number {
    return this.#sequence;
  }

  clear(): void {
    this.#entries = [];
  }
}
