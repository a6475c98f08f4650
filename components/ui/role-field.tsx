"use client";

import FormField from "@cloudscape-design/components/form-field";
import RadioGroup from "@cloudscape-design/components/radio-group";

/** The roles that a person can have, from the fewest permissions to the most. */
export type Roles<Role extends string> = readonly { readonly id: Role; readonly label: string; readonly description: string }[];

/** Selects one role. Each option describes its permissions. */
export function RoleField<Role extends string>(props: {
  readonly roles: Roles<Role>;
  readonly value: Role;
  readonly onChange: (role: Role) => void;
  readonly errorText: string | undefined;
}) {
  const { roles, value, onChange, errorText } = props;
  return (
    <FormField label="Role" errorText={errorText}>
      <RadioGroup
        value={value}
        items={roles.map(({ id, label, description }) => ({ value: id, label, description }))}
        onChange={({ detail }) => onChange(roles.find(({ id }) => id === detail.value)?.id ?? value)}
      />
    </FormField>
  );
}
