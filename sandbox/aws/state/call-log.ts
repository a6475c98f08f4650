import { channel } from "node:diagnostics_channel";
import { lacksExternalId } from "#sandbox/aws/sts/lacks-external-id.ts";

/** What one call looked like on the wire, kept so that a test can ask what was really sent. Never a secret. */
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
  /** `null` = the parameter was not sent; `""` = it was sent empty. */
  readonly externalId: string | null;
  readonly sessionName: string | null;
  /** The other parameters, long values cut; of PutLogEvents only the group and stream. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** `ok`, or the error's code, or the fault that was injected (`fault:reset`). */
  readonly outcome: string;
  readonly ms: number;
}

/** Told every entry of every sandbox of this process, so that tests can watch all of them. */
export const CALL_LOGGED = "sandbox:call-logged";

/** What was seen of AssumeRole since the sandbox began. A reset does not forget it: what was sent was sent. */
export interface AssumeRolesSeen {
  readonly seen: number;
  /** The first hundred that {@link lacksExternalId}. */
  readonly lacking: readonly CallLogEntry[];
}

const KEPT = 5000;
const LACKING_KEPT = 100;

/** The last five thousand calls. */
export class CallLog {
  #entries: CallLogEntry[] = [];
  #sequence = 0;
  #assumeRoles = 0;
  readonly #lacking: CallLogEntry[] = [];

  record(call: Omit<CallLogEntry, "sequence">): void {
    const entry = { sequence: ++this.#sequence, ...call };
    if (entry.action === "AssumeRole") this.#assumeRoles += 1;
    if (lacksExternalId(entry) && this.#lacking.length < LACKING_KEPT) this.#lacking.push(entry);
    this.#entries.push(entry);
    channel(CALL_LOGGED).publish(entry);
    if (this.#entries.length > KEPT * 2) this.#entries = this.#entries.slice(-KEPT);
  }

  /** Entries after a sequence number (0 = all kept), oldest first. */
  since(sequence: number): readonly CallLogEntry[] {
    return this.#entries.slice(-KEPT).filter((entry) => entry.sequence > sequence);
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
