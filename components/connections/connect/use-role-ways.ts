import { useMemo } from "react";
import type { RoleChoices } from "#lib/role-setup/shared/role-choices.ts";
import { type RoleBase, type RoleWays, roleWaysOf } from "#lib/role-setup/shared/role-ways-view.ts";
import { choiceProblems } from "./role-link.ts";

/** The role in the other ways for the choices of this moment, or null while one of them can't be. */
export function useRoleWays(base: RoleBase, choices: RoleChoices): RoleWays | null {
  return useMemo(() => (Object.keys(choiceProblems(choices)).length > 0 ? null : roleWaysOf(base, choices)), [base, choices]);
}
