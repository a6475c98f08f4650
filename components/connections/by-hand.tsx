import { CopyButton } from "#components/messages/copy-button.tsx";
import { PolicyView } from "#components/verification/policy-view.tsx";
import type { ConnectView, RoleChoices } from "#lib/connections/connection-view.ts";
import styles from "./create-role.module.css";
import { permissionsPolicy } from "./role-link.ts";

/** The same role without CloudFormation, for accounts where stacks are not allowed. */
export function ByHand({ view, choices }: { readonly view: ConnectView; readonly choices: RoleChoices }) {
  const permissions = permissionsPolicy(view.link, choices);
  return (
    <ol className={styles["byHand"]}>
      <li>
        In IAM choose <strong>Roles</strong>, <strong>Create role</strong>, <strong>Custom trust policy</strong>, and paste this. It names
        this connection’s External ID; leave it as it is.
        <Policy policy={view.trustPolicy} title="Trust policy" name="Copy trust policy" marks="conditions" />
      </li>
      <li>Skip the managed policies. Name the role so that nobody can guess it, and create it. Leave the maximum session at one hour.</li>
      <li>
        Open the role, <strong>Add permissions</strong>, <strong>Create inline policy</strong>, and paste this.
        <Policy policy={permissions} title="Permissions policy" name="Copy permissions policy" />
      </li>
      <li>Copy the role’s ARN from the top of its page and come back.</li>
    </ol>
  );
}

function Policy(props: { readonly policy: string; readonly title: string; readonly name: string; readonly marks?: "conditions" }) {
  const { policy, title, name, marks } = props;
  return (
    <div className={styles["policy"]}>
      <div>
        {title}
        <CopyButton text={policy} name={name}>
          Copy
        </CopyButton>
      </div>
      <PolicyView policy={policy} label={title} {...(marks === undefined ? {} : { marks })} />
    </div>
  );
}
