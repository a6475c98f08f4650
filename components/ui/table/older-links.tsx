"use client";

import Box from "@cloudscape-design/components/box";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { FollowButton } from "#components/frame/follow-button.tsx";

interface OlderLinksProps {
  /** The address of the newest rows, or null while they are shown. */
  readonly newest: string | null;
  /** The address of the next older rows, or null at the end. */
  readonly older: string | null;
}

/** The pagination of a list that the server reads page by page. Renders nothing for a list of one page. */
export function OlderLinks({ newest, older }: OlderLinksProps) {
  if (newest === null && older === null) return null;
  return (
    <Box textAlign="center" margin={{ top: "s" }}>
      <SpaceBetween direction="horizontal" size="xs" alignItems="center">
        {newest !== null && <FollowButton href={newest}>Newest</FollowButton>}
        {older !== null && <FollowButton href={older}>Older</FollowButton>}
      </SpaceBetween>
    </Box>
  );
}
