import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import { visibleText } from "#components/logs/text/visible-text.ts";
import type { DoubledGroups } from "./doubled-groups.ts";

/** Says before a run what it would read and bill more than once. Nothing is dropped unless the person wants it. */
export function DoubledNotice({ doubled, onDrop }: { readonly doubled: readonly DoubledGroups[]; readonly onDrop: () => void }) {
  if (doubled.length === 0) return null;
  return (
    <Alert
      type="warning"
      header="Log groups are chosen more than once"
      action={<Button onClick={onDrop}>Query each log group once</Button>}
    >
      {doubled.map((each) => (
        <div key={`${each.accountId} ${each.region}`}>{doubledText(each)}</div>
      ))}
      Each of their events would be counted, and billed by AWS, more than once.
    </Alert>
  );
}

const list = new Intl.ListFormat("en");

function doubledText({ accountId, region, groups, names }: DoubledGroups): string {
  const shown = groups.length > 3 ? [...groups.slice(0, 3), `${groups.length - 3} more`] : groups;
  const named = list.format(shown.map((group) => visibleText(group, true)));
  const connections = list.format(names.map((name) => visibleText(name, true)));
  const times = names.length === 2 ? "twice" : `by ${names.length} connections`;
  return `${named} in ${region} ${groups.length === 1 ? "is" : "are"} chosen ${times}: the connections ${connections} have the same AWS account ${accountId}.`;
}
