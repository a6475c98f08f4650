import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import { type FormEvent, useState } from "react";
import { bytesText } from "#components/logs/search/search-texts.ts";
import { dollarsText } from "#components/ui/dollars-text.ts";
import { useAction } from "#components/ui/use-action.ts";
import type { Action } from "#kernel/action.ts";
import { costOf } from "#lib/logs/insights/shared/query-prices.ts";
import type { UsageConnectionView } from "#lib/logs/insights/shared/usage-view.ts";
import styles from "./usage.module.css";
import { bytesOfGb } from "./usage-texts.ts";

export type SetThreshold = Action<{ connectionId: string; bytes: number | null }, { readonly thresholdBytes: number | null }>;

interface ThresholdCellProps {
  readonly connection: UsageConnectionView;
  /** Null for a member, who may see but not change it. */
  readonly set: SetThreshold | null;
  /** What is typed in the field; null while it is not edited. Kept outside, because a table that becomes a list begins again. */
  readonly typed: string | null;
  readonly onType: (typed: string | null) => void;
}

/** The limit of a connection: the estimated bytes above which its queries ask first. */
export function ThresholdCell({ connection, set, typed, onType }: ThresholdCellProps) {
  const { thresholdBytes: bytes, name, removed } = connection;
  if (typed !== null && set !== null) return <ThresholdForm {...{ connection, set, typed, onType }} />;
  return (
    <span className={styles["threshold"]}>
      <span>
        {bytes === null ? "No limit" : bytesText(bytes)}
        {bytes !== null && <span className={styles["missing"]}>{costNote(connection.regions, bytes)}</span>}
      </span>
      {set !== null && !removed && (
        <Button
          variant="inline-link"
          ariaLabel={`Edit the confirmation limit of ${name}`}
          onClick={() => onType(bytes === null ? "" : String(bytes / 1_000_000_000))}
        >
          Edit
        </Button>
      )}
    </span>
  );
}

/** What so many bytes cost in the Regions of a connection. */
function costNote(regions: readonly string[], bytes: number): string {
  const known = regions.flatMap((region) => costOf(region, bytes) ?? []);
  if (known.length === 0) return "price unknown";
  const [least, most] = [Math.min(...known), Math.max(...known)].map(dollarsText);
  const prices = least === most ? `${most}` : `${least} to ${most}`;
  return known.length < regions.length ? `${prices}, price unknown in some Regions` : prices;
}

function ThresholdForm({
  connection: { connectionId, name },
  set,
  typed,
  onType,
}: {
  readonly connection: UsageConnectionView;
  readonly set: SetThreshold;
  readonly typed: string;
  readonly onType: (typed: string | null) => void;
}) {
  const onClose = () => onType(null);
  const [wrong, setWrong] = useState<string | null>(null);
  const { run, pending, failure } = useAction(set, onClose);
  const save = (event: FormEvent) => {
    event.preventDefault();
    const bytes = bytesOfGb(typed);
    setWrong(bytes === undefined ? "Enter a number of GB, such as 50 or 0.5." : null);
    if (bytes !== undefined) void run({ connectionId, bytes });
  };
  const error = wrong ?? failure?.fields?.["bytes"] ?? failure?.message ?? null;
  return (
    <form className={styles["thresholdForm"]} onSubmit={save}>
      <FormField errorText={error} constraintText="Leave it empty for no limit.">
        <span className={styles["amount"]}>
          <Input
            autoFocus
            inputMode="decimal"
            ariaLabel={`Confirmation limit of ${name}, in GB`}
            value={typed}
            disabled={pending}
            onChange={({ detail }) => onType(detail.value)}
            onKeyDown={({ detail }) => detail.key === "Escape" && onClose()}
          />{" "}
          GB
        </span>
      </FormField>
      <span className={styles["formButtons"]}>
        <Button variant="inline-link" formAction="submit" loading={pending} loadingText="Saving">
          Save
        </Button>
        <Button variant="inline-link" formAction="none" disabled={pending} onClick={onClose}>
          Cancel
        </Button>
      </span>
    </form>
  );
}
