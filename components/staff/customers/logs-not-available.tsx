"use client";

import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";

/** States the wall between staff and a customer's logs. */
export function LogsNotAvailable({ name }: { name: string }) {
  return (
    <Container header={<Header variant="h3" headingTagOverride="h2">{`You can’t read ${name}’s logs`}</Header>}>
      <Box color="text-body-secondary">No staff role can read customer logs. The database enforces this.</Box>
    </Container>
  );
}
