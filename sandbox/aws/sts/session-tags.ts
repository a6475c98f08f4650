import { AwsError } from "#sandbox/aws/protocol/aws-error.ts";
import type { Caller } from "#sandbox/aws/state/caller.ts";
import type { AssumeRoleInput } from "./read-assume-role.ts";

export interface SessionTags {
  readonly tags: ReadonlyMap<string, string>;
  /** The keys of the tags that the sessions of further roles inherit. */
  readonly transitiveTagKeys: readonly string[];
}

/**
 * The tags of a new session: those of the request, and the transitive ones of the calling session, which the request cannot
 * change. Source: IAM user guide, "Pass session tags in AWS STS", section "Chaining roles with session tags".
 * @throws AwsError InvalidParameterValue
 */
export function sessionTagsOf(caller: Caller, { tags, transitiveTagKeys }: AssumeRoleInput): SessionTags {
  const inherited = caller.transitiveTagKeys ?? [];
  const requested = new Set([...tags.keys()].map((key) => key.toLowerCase()));
  if (inherited.some((key) => requested.has(key.toLowerCase()))) {
    throw new AwsError(
      "InvalidParameterValue",
      "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.",
      400,
    );
  }
  const kept = [...caller.sessionTags].filter(([key]) => inherited.some((each) => each.toLowerCase() === key.toLowerCase()));
  return { tags: new Map([...kept, ...tags]), transitiveTagKeys: [...inherited, ...transitiveTagKeys] };
}
