"use client";

import FormField from "@cloudscape-design/components/form-field";
import RadioGroup from "@cloudscape-design/components/radio-group";
import type { StaffRole } from "#kernel/actor.ts";

/** The three staff roles, from the fewest permissions to the most, each with a description. */
const STAFF_ROLES: readonly { readonly id: StaffRole; readonly label: string; readonly description: string }[] = [
  {
    id: "support",
    label: "Support",
    description: "Can view customers, connections, verification reports, and history, and request verifications.",
  },
  { id: "operator", label: "Operator", description: "Can also rotate External IDs, and invite, suspend, and resume customers." },
  { id: "admin", label: "Admin", description: "Can also manage staff." },
];

export function staffRoleLabel(role: StaffRole): string {
  return STAFF_ROLES.find(({ id }) => id === role)?.label ?? role;
}

/** Selects one of the three roles, each with its permissions. */
export function StaffRoleField(props: { value: StaffRole; onChange(role: StaffRole): void; errorText: string | undefined }) {
  return (
    <FormField label="Role" errorText={props.errorText}>
      <RadioGroup
        value={props.value}
        items={STAFF_ROLES.map(({ id, label, description }) => ({ value: id, label, description }))}
        onChange={({ detail }) => props.onChange(STAFF_ROLES.find(({ id }) => id === detail.value)?.id ?? props.value)}
      />
    </FormField>
  );
}
