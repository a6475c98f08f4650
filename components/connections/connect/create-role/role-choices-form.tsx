"use client";

import Checkbox from "@cloudscape-design/components/checkbox";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { LogAccess } from "#kernel/verification/verdict.ts";
import type { LinkBase, RoleChoices } from "#lib/role-setup/shared/role-choices.ts";
import styles from "./create-role.module.css";
import { choiceProblems } from "./role-link.ts";

const LOG_ACCESS_OPTIONS: readonly { value: LogAccess; label: string; description: string }[] = [
  { value: "browse", label: "Browse", description: "List, search, and read log events. No cost to you" },
  { value: "query", label: "Query", description: "Also CloudWatch Logs Insights, billed by AWS" },
  { value: "live-tail", label: "Live Tail", description: "Also queries and Live Tail, billed by AWS" },
];

interface RoleChoicesFormProps {
  readonly base: LinkBase;
  readonly choices: RoleChoices;
  readonly disabled: boolean;
  /** The region field's label: the region of the stack, or of the logs where there is no stack. */
  readonly region: string;
  readonly onChange: (choices: RoleChoices) => void;
}

/** The role's permissions and how it is created. All choices can be changed later with a stack update. */
export function RoleChoicesForm({ base, choices, disabled, region, onChange }: RoleChoicesFormProps) {
  const problems = choiceProblems(choices);
  const change = (part: Partial<RoleChoices>) => onChange({ ...choices, ...part });
  return (
    <>
      <div className={styles["choices"]}>
        <FormField label="Log access">
          <Select
            disabled={disabled}
            options={LOG_ACCESS_OPTIONS}
            selectedOption={LOG_ACCESS_OPTIONS.find(({ value }) => value === choices.logAccess) ?? null}
            onChange={({ detail }) =>
              change({ logAccess: LOG_ACCESS_OPTIONS.find(({ value }) => value === detail.selectedOption.value)?.value ?? "browse" })
            }
          />
        </FormField>
        <FormField label="Log groups starting with" errorText={problems.logGroupPrefix}>
          <Input
            disabled={disabled}
            spellcheck={false}
            autoComplete={false}
            placeholder="All log groups"
            value={choices.logGroupPrefix}
            onChange={({ detail }) => change({ logGroupPrefix: detail.value })}
          />
        </FormField>
        <FormField label={region}>
          <Select
            disabled={disabled}
            filteringType={base.regions.length > 8 ? "auto" : "none"}
            filteringAriaLabel="Find a Region"
            options={base.regions.map((value) => ({ value, label: value }))}
            selectedOption={{ value: choices.stackRegion, label: choices.stackRegion }}
            onChange={({ detail }) => change({ stackRegion: detail.selectedOption.value ?? choices.stackRegion })}
          />
        </FormField>
      </div>
      <ExpandableSection
        variant="inline"
        headerText="Permissions boundary, role path, access to the role’s own policies"
        defaultExpanded={problems.permissionsBoundaryArn !== undefined || problems.rolePath !== undefined}
      >
        <FoldedChoices choices={choices} disabled={disabled} change={change} />
      </ExpandableSection>
    </>
  );
}

function FoldedChoices(props: {
  readonly choices: RoleChoices;
  readonly disabled: boolean;
  readonly change: (part: Partial<RoleChoices>) => void;
}) {
  const { choices, disabled, change } = props;
  const problems = choiceProblems(choices);
  return (
    <SpaceBetween size="s">
      <FormField
        label="Permissions boundary"
        constraintText="The ARN of a policy, if your organization requires one for every role."
        errorText={problems.permissionsBoundaryArn}
        stretch
      >
        <Input
          disabled={disabled}
          spellcheck={false}
          autoComplete={false}
          value={choices.permissionsBoundaryArn}
          onChange={({ detail }) => change({ permissionsBoundaryArn: detail.value })}
        />
      </FormField>
      <FormField label="Role path" errorText={problems.rolePath}>
        <Input
          disabled={disabled}
          spellcheck={false}
          autoComplete={false}
          value={choices.rolePath}
          onChange={({ detail }) => change({ rolePath: detail.value })}
        />
      </FormField>
      <Checkbox
        disabled={disabled}
        checked={choices.allowSelfInspection}
        onChange={({ detail }) => change({ allowSelfInspection: detail.checked })}
        description="Grants iam:GetRole, iam:GetRolePolicy, iam:ListRolePolicies, and iam:ListAttachedRolePolicies on this role only. The portal can then tell you when the role is out of date."
      >
        Allow the portal to read the policies and tags of this role
      </Checkbox>
    </SpaceBetween>
  );
}
