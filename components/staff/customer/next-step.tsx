"use client";

import SpaceBetween from "@cloudscape-design/components/space-between";
import { FollowButton } from "#components/frame/follow-button.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { countText } from "#components/ui/count-text.ts";
import { utcShort, waitingText } from "#kernel/time/times-and-ages.ts";
import type { NextStepView } from "#lib/staff/shared/customer-page-view.ts";
import styles from "./customer.module.css";

/** What is needed next and who does it, with a text for the customer to copy. */
export function NextStepPanel({ step, now, linked }: { readonly step: NextStepView; readonly now: number; readonly linked: boolean }) {
  const { owner, what, since, meanwhile, emailed, weight, connection, message } = step;
  const sent = emailed === null ? "" : `${countText(emailed.addresses, "address", "addresses")} emailed, ${utcShort(now, emailed.at)}. `;
  return (
    <section aria-label="Next step" className={`${styles["step"]} ${weight === "info" ? "" : (styles[weight] ?? "")}`}>
      <div>
        <p>
          <b>Next step: {what}</b>
          {since === null ? "." : `, ${waitingText(now, since)}.`}
        </p>
        <p className={styles["quiet"]}>
          {owner === "Sallyport" ? "Sallyport does this by itself. " : `${owner}’s move. `}
          {sent}
          {meanwhile}
        </p>
      </div>
      <SpaceBetween direction="horizontal" size="xs">
        {message === null ? null : (
          <CopyButton text={message} name="Copy message for the customer">
            Copy message for the customer
          </CopyButton>
        )}
        {connection === null || !linked ? null : (
          <FollowButton href={`/admin/connections/${connection.id}`}>{`Open ${connection.name}`}</FollowButton>
        )}
      </SpaceBetween>
    </section>
  );
}
