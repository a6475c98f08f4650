import { awsCliCommands } from "./aws-cli-commands.ts";
import { consoleWalkThrough, type WalkStep } from "./console-walk-through.ts";
import type { RoleSettings } from "./role-settings.ts";
import { terraformHcl } from "./terraform-hcl.ts";
import { terraformJson } from "./terraform-json.ts";

/** The same role in every format except CloudFormation's, as texts that a page can show. */
export interface RoleWays {
  /** For `sallyport.tf`. */
  readonly terraform: string;
  /** For `sallyport.tf.json`. */
  readonly terraformJson: string;
  /** For a POSIX shell. */
  readonly awsCli: string;
  readonly console: readonly WalkStep[];
}

/** @throws for choices that the template rejects */
export function roleWays(choices: RoleSettings): RoleWays {
  return {
    terraform: terraformHcl(choices),
    terraformJson: `${JSON.stringify(terraformJson(choices), null, 2)}\n`,
    awsCli: awsCliCommands(choices),
    console: consoleWalkThrough(choices),
  };
}
