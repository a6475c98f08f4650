"use client";

import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Link from "@cloudscape-design/components/link";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { ActionDialog } from "#components/ui/action-dialog.tsx";
import { attempt } from "#components/ui/attempt.ts";
import { countText } from "#components/ui/count-text.ts";
import { FailureAlert } from "#components/ui/failure-alert.tsx";
import { STATUS_ICONS } from "#components/ui/status-icons.ts";
import { useAction } from "#components/ui/use-action.ts";
import { useStableCallback } from "#components/ui/use-stable-callback.ts";
import type { Failure } from "#kernel/result.ts";
import type { ActionKind } from "#kernel/staff-action.ts";
import { utcTime } from "#kernel/time/times-and-ages.ts";
import type { ConnectionStatus } from "#kernel/verification/connection-status.ts";
import { ACTIONS, type ActionPreview, actionTitle, itemStatusWords, itemWords, MOST_OF_ACTION } from "#lib/staff/shared/action-view.ts";
import type { DraftAction, StartAction, Target } from "./action-calls.ts";
import { ActionReasonFields, useActionReason } from "./action-reason.tsx";
import styles from "./actions.module.css";
import { costText, durationText, emailText, nounsOf, outcomeText } from "./preview-texts.ts";

interface PreviewDialogProps {
  readonly kind: ActionKind;
  readonly target: Target;
  readonly draft: DraftAction;
  readonly start: StartAction;
  onClose(): void;
}

const isTagKind = (kind: ActionKind) => kind === "tag" || kind === "untag";

/**
 * What an action will do and what it leaves out, then its reason. The server fixed the list when the dialog opened: what is shown is what
 * is done. An action on tags asks for the tag first.
 */
export function PreviewDialog(props: PreviewDialogProps) {
  const { kind } = props;
  const router = useRouter();
  const [tag, setTag] = useState("");
  const { preview, failure, isLoading, load } = usePreview(props, tag);
  const reason = useActionReason(kind);
  const action = useAction(props.start, ({ id }) => router.push(`/admin/actions/${id}`));
  const isTagOpen = isTagKind(kind) && preview === null && !isLoading;
  const submit = () => {
    if (isTagOpen) load();
    else if (preview !== null && reason.require())
      void action.run({ id: preview.id, kind, reason: reason.text, category: reason.category });
  };
  const isIdle = preview?.touched === 0;
  const title = preview === null || isIdle ? ACTIONS[kind].menu : actionTitle(kind, preview.touched, tag.trim().toLowerCase());
  const many = manyOf(kind, preview);
  const [typed, setTyped] = useState("");
  const disabledReason = isTagOpen ? null : (disabledBecause(preview, failure) ?? missingNumber(many, typed));
  return (
    <ActionDialog
      title={title}
      submitLabel={isIdle ? null : isTagOpen ? "Preview" : title}
      size="large"
      action={action}
      fields={["reason", "category"]}
      {...(disabledReason !== null && { disabledReason })}
      onClose={props.onClose}
      onSubmit={submit}
    >
      <FailureAlert failure={failure} fields={["tag"]} />
      {isTagOpen ? (
        <FormField label="Tag" description="Only staff see tags." constraintText={TAG_RULE} errorText={failure?.fields?.["tag"]}>
          <Input value={tag} onChange={({ detail }) => setTag(detail.value.slice(0, 100))} />
        </FormField>
      ) : null}
      {isLoading ? <StatusIndicator type="loading">Preparing the preview…</StatusIndicator> : null}
      {preview === null ? null : isIdle ? <NothingToDo preview={preview} /> : <Preview preview={preview} />}
      {preview === null || isIdle ? null : (
        <ActionReasonFields kind={kind} reason={reason} errorText={action.failure?.fields?.["reason"]} />
      )}
      {many === null ? null : (
        <FormField label="Number of customers" description={`To confirm, enter the number of customers to suspend: ${many}.`}>
          <Input value={typed} onChange={({ detail }) => setTyped(detail.value)} inputMode="numeric" />
        </FormField>
      )}
    </ActionDialog>
  );
}

/** Prepares the preview: at once, or for an action on tags when `load` is called. */
function usePreview({ kind, target, draft }: PreviewDialogProps, tag: string) {
  const [preview, setPreview] = useState<ActionPreview | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isLoading, setLoading] = useState(!isTagKind(kind));
  const prepare = useStableCallback(async (isOpen: () => boolean) => {
    setFailure(null);
    const result = await attempt(() => draft({ kind, target, tag: isTagKind(kind) ? tag : null }));
    if (!isOpen()) return;
    setLoading(false);
    if (result.ok) setPreview(result.value);
    else setFailure(result);
  });
  useEffect(() => {
    if (!isLoading) return;
    let open = true;
    void prepare(() => open);
    return () => {
      open = false;
    };
  }, [isLoading, prepare]);
  return { preview, failure, isLoading, load: () => setLoading(true) };
}

/**
 * A suspension of more customers asks for their number. With nothing selected an action is for all that match, so that one slip could suspend
 * everybody. It protects only against a slip: the server has the list that the preview showed.
 */
const MANY = 10;

/** The number that a person has to enter; null if none. */
const manyOf = (kind: ActionKind, preview: ActionPreview | null) =>
  kind === "suspend" && preview !== null && preview.touched > MANY ? String(preview.touched) : null;

const missingNumber = (many: string | null, typed: string) => (many === null || typed.trim() === many ? null : `Enter ${many}.`);

const TAG_RULE = "1 to 30 characters: a to z and digits, and between them spaces, periods, underscores, and hyphens.";

function disabledBecause(preview: ActionPreview | null, failure: Failure | null): string | null {
  if (failure !== null) return "The preview could not be prepared.";
  return preview === null ? "The preview is being prepared." : null;
}

/** Why an action would do nothing. */
function NothingToDo({ preview }: { readonly preview: ActionPreview }) {
  const { kind, skipped, skippedBy, notice } = preview;
  const [one, many] = nounsOf(kind);
  if (skipped === 0) return <Box>{`No ${many} match. ${notice ?? "Close this dialog and change the filter or the selection."}`}</Box>;
  const [only, another] = skippedBy;
  const reasons =
    only !== undefined && another === undefined
      ? `${skipped === 1 ? "it is" : "all are"} skipped: ${itemWords(only.word)}`
      : `all are skipped: ${skippedBy.map(({ word, count }) => `${count.toLocaleString("en")} × ${itemWords(word)}`).join(", ")}`;
  return (
    <Box>
      Nothing to do for {countText(skipped, one, many)}, {reasons}. {againText(preview)}
    </Box>
  );
}

/** From when on connections that were just verified can be verified again. */
function againText({ allVerifiableAt }: ActionPreview): string {
  return allVerifiableAt === null ? "" : `Connections that were just verified can be verified again from ${utcTime(allVerifiableAt)}.`;
}

function Preview({ preview }: { readonly preview: ActionPreview }) {
  const { kind, id, touched, skipped } = preview;
  const [one, many] = nounsOf(kind);
  return (
    <SpaceBetween size="m">
      <Box>
        {countText(touched + skipped, one, many)} chosen. <strong>{outcomeText(preview)}</strong> The list is fixed now: {many} that match
        later aren’t added. {againText(preview)}
      </Box>
      {preview.isCut ? (
        <Alert type="warning" statusIconAriaLabel="Warning">
          An action can include at most {countText(MOST_OF_ACTION, one, many)}. Only the first {MOST_OF_ACTION.toLocaleString("en")} in the
          list are included.
        </Alert>
      ) : null}
      {preview.notice === null ? null : (
        <Alert type="warning" statusIconAriaLabel="Warning">
          {preview.notice}
        </Alert>
      )}
      <div className={styles["two"]}>
        <Tallies title="Included" total={touched} tallies={preview.touchedBy} href={`/admin/actions/${id}?show=waiting`} isStatus />
        <Tallies title="Skipped" total={skipped} tallies={preview.skippedBy} href={`/admin/actions/${id}?show=skipped`} />
      </div>
      <dl className={styles["facts"]}>
        <dt>Estimated time</dt>
        <dd>{durationText(preview)}</dd>
        <dt>AWS usage</dt>
        <dd>{costText(preview)}</dd>
        <dt>Emails</dt>
        <dd>{emailText(preview)}</dd>
      </dl>
    </SpaceBetween>
  );
}

function Tallies(props: {
  readonly title: string;
  readonly total: number;
  readonly tallies: ActionPreview["touchedBy"];
  readonly href: string;
  readonly isStatus?: boolean;
}) {
  return (
    <div>
      <h3>
        {props.title}
        {props.total === 0 ? (
          <span>0</span>
        ) : (
          <Link href={props.href} external={false} target="_blank" ariaLabel={`${props.title}: ${props.total}, opens in a new tab`}>
            {props.total.toLocaleString("en")}
          </Link>
        )}
      </h3>
      <dl>
        {props.tallies.map(({ word, count }) => (
          <div key={word}>
            <dt>{props.isStatus ? <Status status={word} /> : itemWords(word)}</dt>
            <dd>{count.toLocaleString("en")}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

function Status({ status }: { readonly status: string }) {
  if (!Object.hasOwn(STATUS_ICONS, status)) return <>{itemStatusWords(status)}</>;
  return <StatusIndicator type={STATUS_ICONS[status as ConnectionStatus]}>{itemStatusWords(status)}</StatusIndicator>;
}
