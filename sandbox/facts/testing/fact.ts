/** A call: `service:Operation`, its parameters, and who makes it. The administrator of a customer account makes it when absent. */
export type FactCall = readonly [operation: string, parameters: Readonly<Record<string, unknown>>, as?: FactCaller];

/** A fixed access key, or the credentials in the answer of an earlier call of the same fact (its position, from 0). */
export type FactCaller = "administrator" | "other" | "partner" | number;

/** What AWS answers. Only what the source says is stated; a fact without a message states the status and the code. */
export interface FactAnswer {
  readonly status: number;
  /** The error code; absent when AWS accepts the call. */
  readonly code?: string;
  /** The whole message. */
  readonly message?: string;
  /** A part of the message, where the sources differ about the rest. */
  readonly has?: string;
  /** Fields of the answer, in the language of match-answer.ts. */
  readonly fields?: unknown;
}

export interface Fact {
  readonly title: string;
  /** Calls that AWS accepts, made before, or names of the file's setups. */
  readonly setup?: readonly (string | FactCall)[];
  readonly call: FactCall;
  readonly answer: FactAnswer;
  /** A key of the file's sources. */
  readonly source: string;
}

export interface FactFile {
  /** Addresses of the documents and recordings that the facts come from. */
  readonly sources: Readonly<Record<string, string>>;
  readonly setups?: Readonly<Record<string, readonly FactCall[]>>;
  readonly facts: readonly Fact[];
}

/** The calls that a fact makes before its own. */
export function setupOf(file: FactFile, fact: Fact): readonly FactCall[] {
  return (fact.setup ?? []).flatMap((step) => {
    if (typeof step !== "string") return [step];
    const named = file.setups?.[step];
    if (named === undefined) throw new Error(`${fact.title}: there is no setup called ${step}`);
    return named;
  });
}
