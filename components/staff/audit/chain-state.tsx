"use client";

import Button from "@cloudscape-design/components/button";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useState } from "react";
import { FollowLink } from "#components/frame/follow-link.tsx";
import { disabledFor, whyDisabled } from "#components/staff/customer/why-disabled.ts";
import { countText } from "#components/ui/count-text.ts";
import { FailureAlert } from "#components/ui/failure-alert.tsx";
import { useAction } from "#components/ui/use-action.ts";
import type { Action } from "#kernel/action.ts";
import type { StaffRole } from "#kernel/actor.ts";
import { ageOf } from "#kernel/time/times-and-ages.ts";
import { AUDIT_LIST, type ChainVerification, type ChainView } from "#lib/staff/shared/audit-view.ts";
import styles from "./audit.module.css";

export type VerifyChainAction = Action<{ chain: string }, ChainVerification>;

const ALL_CHAINS = "The portal verifies all chains, a part each minute, and raises an alert if one is broken.";

/** When the chain of the chosen customer was verified and by which checkpoint it is covered. Operators can verify it now. */
export function ChainState(props: {
  readonly chain: ChainView | null;
  readonly now: number;
  readonly role: StaffRole;
  readonly verify: VerifyChainAction;
}) {
  const { chain, now, role } = props;
  const [done, setDone] = useState<{ readonly chain: string; readonly found: ChainVerification } | null>(null);
  const action = useAction(props.verify, (found, input) => setDone({ chain: input.chain, found }));
  if (chain === null)
    return (
      <div className={styles["chain"]}>
        <span className={styles["quiet"]}>{ALL_CHAINS} Filter by one customer to verify its chain now.</span>
      </div>
    );
  return (
    <>
      <FailureAlert failure={action.failure} />
      <div className={styles["chain"]}>
        <Verified chain={chain} now={now} found={done?.chain === chain.chain ? done.found : null} />
        <span>
          {chain.checkpoint === null
            ? "No checkpoint yet"
            : `Checkpoint at No. ${chain.checkpoint.seq.toLocaleString("en")}, ${ageOf(now, chain.checkpoint.at)}`}
        </span>
        <span className={styles["quiet"]}>{countText(chain.lastSeq, "event")}</span>
        {chain.chain === "partner" ? null : (
          <FollowLink href={`${AUDIT_LIST.path}?customer=partner&q=${chain.chain}`} variant="primary">
            Events of the partner about this customer
          </FollowLink>
        )}
        <span className={styles["act"]}>
          <Button
            {...disabledFor(whyDisabled(role))}
            loading={action.pending}
            loadingText="Verifying"
            onClick={() => void action.run({ chain: chain.chain })}
          >
            Verify chain
          </Button>
        </span>
      </div>
    </>
  );
}

const PROBLEMS: Readonly<Record<NonNullable<ChainVerification["broken"]>["problem"], string>> = {
  gap: "an event before it is missing",
  changed: "it was changed",
  head: "it does not match the stored end of the chain",
};

/** Which events were verified: newer ones, such as that of the verification itself, were not. */
const unchanged = (events: number) => (events === 1 ? "event 1 is unchanged" : `events 1 to ${events.toLocaleString("en")} are unchanged`);

function Verified({ chain, now, found }: { readonly chain: ChainView; readonly now: number; readonly found: ChainVerification | null }) {
  if (found?.broken != null)
    return (
      <StatusIndicator type="error">
        {`Chain of ${chain.name} is broken at No. ${found.broken.seq.toLocaleString("en")}: ${PROBLEMS[found.broken.problem]}. Compare it with the checkpoints: see docs/audit-log.md.`}
      </StatusIndicator>
    );
  const { verified } = chain;
  if (verified === null) return <StatusIndicator type="pending">{`No person has verified this chain yet. ${ALL_CHAINS}`}</StatusIndicator>;
  const when = `${ageOf(now, verified.at)} by ${verified.by}`;
  if (verified.result === "broken")
    return <StatusIndicator type="error">{`Chain found broken ${when}. Verify it again to see where.`}</StatusIndicator>;
  if (verified.result === "in-part")
    return (
      <StatusIndicator type="warning">
        {`The first ${countText(verified.events, "event")} were intact ${when}. The chain is longer than one verification in the portal: run sallyport audit verify.`}
      </StatusIndicator>
    );
  return <StatusIndicator type="success">{`Chain verified ${when}: ${unchanged(verified.events)}`}</StatusIndicator>;
}
