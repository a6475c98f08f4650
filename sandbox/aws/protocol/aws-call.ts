import type { Caller } from "#sandbox/aws/state/caller.ts";

/** One call that was signed properly, whatever protocol brought it. */
export interface AwsCall<Input> {
  readonly service: "sts" | "iam" | "logs";
  readonly action: string;
  /** The region of the credential scope: one sandbox answers for all of them. */
  readonly region: string;
  readonly input: Input;
  readonly caller: Caller;
  readonly requestId: string;
  readonly sourceIp: string;
  readonly userAgent: string;
  readonly now: Date;
}

/** The fields of the Query protocol, flat: `Tags.member.1.Key`. */
export type QueryCall = AwsCall<URLSearchParams>;
/** The body of the JSON protocol, not yet parsed by the operation. */
export type JsonCall = AwsCall<unknown>;
