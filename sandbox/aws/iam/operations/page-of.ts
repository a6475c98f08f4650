import { AwsError } from "#sandbox/aws/protocol/aws-error.ts";
import type { IamInput } from "./iam-input.ts";

const PAGE = 100;

interface Page<T> {
  readonly items: readonly T[];
  /** The last fields of the answer. */
  readonly end: { readonly IsTruncated: boolean; readonly Marker: string | undefined };
}

/**
 * One page of a list: 100 items unless MaxItems says otherwise, from the marker of the page before.
 * @throws AwsError ValidationError for a marker that no page had
 */
export function pageOf<T>(all: readonly T[], { Marker, MaxItems = PAGE }: IamInput): Page<T> {
  const from = Marker === undefined ? 0 : positionOf(Marker);
  const next = from + MaxItems;
  const more = next < all.length;
  return { items: all.slice(from, next), end: { IsTruncated: more, Marker: more ? markerOf(next) : undefined } };
}

const markerOf = (position: number): string => Buffer.from(`after/${position}`).toString("base64");

function positionOf(marker: string): number {
  const [, position] = /^after\/(\d+)$/.exec(Buffer.from(marker, "base64").toString()) ?? [];
  if (position === undefined) throw new AwsError("ValidationError", "Invalid Marker.", 400);
  return Number(position);
}
