import { channel } from "node:diagnostics_channel";
import { lacksExternalId } from "#sandbox/aws/sts/lacks-external-id.ts";

/** A call as the sandbox received it, so that tests can check what the portal sent. Contains no secrets. */
export interface CallLogEntry {
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
  /** null when the parameter was not sent; `""` when it was sent empty. */
  readonly externalId: string | null;
  readonly sessionName: string | null;
  /** The parameters, with long values truncated and without the log events of PutLogEvents. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** `ok`, the error code, or the injected fault (`fault:reset`). */
  readonly outcome: string;
  readonly ms: number;
}

/** The diagnostics channel that gets every entry of every sandbox in this process, so that tests can watch all of them. */
export const CALL_LOGGED = "sandbox:call-logged";

/** The AssumeRole calls since the sandbox started. A reset does not clear them. */
export interface AssumeRolesSeen {
  readonly seen: number;
  /** The first 100 calls for which {@link lacksExternalId} is true. */
  readonly lacking: readonly CallLogEntry[];
}

const MAX_ENTRIES = 5000;
const MAX_LACKING = 100;

/** The last 5,000 calls. */
export class CallLog {
  #entries: CallLogEntry[] = [];
  #sequence = 0;
  #assumeRoles = 0;
  readonly #lacking: CallLogEntry[] = [];

  record(call: Omit<CallLogEntry, "sequence">): void {
    const entry = { sequence: ++this.#sequence, ...call };
    if (entry.action === "AssumeRole") this.#assumeRoles += 1;
    if (lacksExternalId(entry) && this.#lacking.length < MAX_LACKING) this.#lacking.push(entry);
    this.#entries.push(entry);
    channel(CALL_LOGGED).publish(entry);
    if (this.#entries.length > MAX_ENTRIES * 2) this.#entries = this.#entries.slice(-MAX_ENTRIES);
  }

  /** Entries after a sequence number, oldest first; 0 returns all that are kept. */
  since(sequence: number): readonly CallLogEntry[] {
    return this.#entries.slice(-MAX_ENTRIES).filter((entry) => entry.sequence > sequence);
  }

  get last(): number {
    return this.#sequence;
  }

  get assumeRoles(): AssumeRolesSeen {
    return { seen: this.#assumeRoles, lacking: this.#lacking };
  }

  clear(): void {
    this.#entries = [];
  }
}
