/** Who we are in a case: everything a run knows besides the policy. */
export interface Setting {
  /** The connection's own External ID. */
  readonly externalId: string;
  /** Its retired IDs, newest first. */
  readonly retired: readonly string[];
  /** Other retired IDs of the same customer for that account. */
  readonly retiredElsewhere: readonly string[];
  /** The ID it is being replaced from, which still may open; undefined outside a rotation. */
  readonly retiring: string | undefined;
  /** IDs of our format that other customers hold. */
  readonly issuedToOthers: readonly string[];
  /** Which of the two optional principals are configured. */
  readonly outside: boolean;
  readonly second: boolean;
  /** The name of the run's sessions, and the one that another run or a read would have. */
  readonly sessionName: string;
  readonly nextSessionName: string;
}

/** The roles that may call. Only the first three are ours; `stranger` stands in nobody's account and no policy names it. */
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
