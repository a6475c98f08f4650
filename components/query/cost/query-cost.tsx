import type { QueryAddress } from "#components/query/query-address.ts";
import { type QueryRunState, writtenText } from "#components/query/run/query-run-state.ts";
import { ConfirmCost } from "./confirm-cost.tsx";
import { CostLine } from "./cost-line.tsx";

interface QueryCostProps {
  readonly connectionId: string;
  readonly page: {
    readonly at: QueryAddress;
    readonly state: QueryRunState;
    readonly editor: { readonly current: { focus(): void } | null };
    readonly show: (next: Partial<QueryAddress>, runs: boolean) => void;
    readonly confirm: () => void;
    readonly dismiss: () => void;
  };
}

/** What a run would cost, and the question before one that would cost more than an owner of the connection wants unasked. */
export function QueryCost({ connectionId, page: { at, state, editor, show, confirm, dismiss } }: QueryCostProps) {
  const { phase, asked, result } = state;
  const { region, groups: logGroups, range } = at;
  const after = phase.kind === "complete" ? (result?.queryId ?? null) : null;
  return (
    <>
      <CostLine of={{ connectionId, region, logGroups, range, after }} text={at.text} />
      {phase.kind === "confirm" && asked !== null && (
        <ConfirmCost
          phase={phase}
          region={asked.region}
          untilNow={range.kind === "last"}
          onConfirm={confirm}
          onShorten={(shorter) => {
            dismiss();
            show({ region: asked.region, groups: asked.logGroups, text: writtenText(asked), range: shorter }, true);
          }}
          onCancel={dismiss}
          onLost={() => editor.current?.focus()}
        />
      )}
    </>
  );
}
