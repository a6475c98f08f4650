/** The input of a run besides the policy. */
export interface Setting {
  /** The connection's own External ID. */
  readonly externalId: string;
  /** Its retired IDs, newest first. */
  readonly retired: readonly string[];
  /** Retired IDs of the same customer's other connections to that account. */
  readonly retiredElsewhere: readonly string[];
  /** The previous ID of a rotation, which the policy may still accept; undefined without a rotation. */
  readonly retiring: string | undefined;
  /** IDs of the portal's format that other customers have. */
  readonly issuedToOthers: readonly string[];
  /** Which of the two optional principals are configured. */
  readonly outside: boolean;
  readonly second: boolean;
  /** The session name of this run, and that of another run or a read. */
  readonly sessionName: string;
  readonly nextSessionName: string;
}

/** The calling roles. The first three belong to the partner; no policy names `stranger` or its account. */
export const CALLERS = {
  portal: "arn:aws:iam::999999999999:role/sallyport",
  second: "arn:aws:iam::999999999999:role/sallyport-second",
  third: "arn:aws:iam::999999999999:role/billing",
  outside: "arn:aws:iam::111111111111:role/sallyport-outside",
  neighbor: "arn:aws:iam::444444444444:role/neighbor",
  stranger: "arn:aws:iam::555555555555:role/stranger",
} as const;

export type CallerName = keyof typeof CALLERS;

export const OUR_ADDRESS = "127.0.0.1";
