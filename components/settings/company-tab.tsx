"use client";

import Container from "@cloudscape-design/components/container";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import type { SettingsView } from "#lib/customers/shared/customer-view.ts";

/** What the portal knows of the company. */
export function CompanyTab({ settings }: { settings: SettingsView }) {
  return (
    <Container>
      <KeyValuePairs
        columns={2}
        minColumnWidth={240}
        items={[
          { label: "Company", value: settings.customerName },
          {
            label: "Owners",
            value: settings.members
              .filter(({ role }) => role === "owner")
              .map(({ email }) => email)
              .join(", "),
          },
          { label: "Email when a connection is quarantined", value: "Always sent to all owners. It can’t be turned off." },
        ]}
      />
    </Container>
  );
}
