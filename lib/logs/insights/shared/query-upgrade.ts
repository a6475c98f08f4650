import type { RoleChoices } from "#lib/role-setup/shared/role-choices.ts";

/** How to add queries to a role whose log access is Browse. */
export interface QueryUpgradeView {
  readonly connectionId: string;
  readonly connectionName: string;
  readonly accountId: string;
  /** Whether this person may change the log access. */
  readonly mayAct: boolean;
  /** The choices with which the role was created. */
  readonly choices: RoleChoices;
  /** The CloudFormation console with the stack of this connection. */
  readonly stackUrl: string;
  /** The role's permissions policy with queries, line by line; `added` marks what a role for browsing lacks. */
  readonly policy: readonly { readonly text: string; readonly added: boolean }[];
}
