import type { Caller } from "#sandbox/aws/state/caller.ts";

/** A call with a valid signature, in either protocol. */
export interface AwsCall<Input> {
  readonly service: "sts" | "iam" | "cloudformation" | "logs";
  readonly action: string;
  /** The region of the credential scope. One sandbox serves all regions. */
  readonly region: string;
  readonly input: Input;
  readonly caller: Caller;
  readonly requestId: string;
  readonly sourceIp: string;
  readonly userAgent: string;
  readonly now: Date;
}

/** The parameters of the Query protocol, such as `Tags.member.1.Key`. */
export type QueryCall = AwsCall<URLSearchParams>;
/** The body of the JSON protocol, which the operation parses. */
export type JsonCall = AwsCall<unknown>;
