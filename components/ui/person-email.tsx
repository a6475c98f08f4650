"use client";

import Box from "@cloudscape-design/components/box";

/** The email address of a person in a table; the viewer's own is marked. */
export function PersonEmail({ email, isSelf }: { readonly email: string; readonly isSelf: boolean }) {
  return (
    <>
      {email}
      {isSelf ? (
        <Box variant="span" color="text-body-secondary">
          {" (you)"}
        </Box>
      ) : null}
    </>
  );
}
