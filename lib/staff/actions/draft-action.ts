import { z } from "zod";
import { refusalOf } from "#db/database-refusal.ts";
import { inTransaction, type Transaction } from "#db/in-transaction.ts";
import {
  type ActionDraft,
  staffActionsInProgress,
  staffAllVerifiableAt,
  staffDraftAction,
  staffEmailsOfDraft,
  staffItemCounts,
  staffStartAction,
  staffStopAction,
} from "#db/queries/staff/staff-actions.ts";
import { staffConnectionPage } from "#db/queries/staff/staff-connections.ts";
import { staffCustomerIds } from "#db/queries/staff/staff-customers.ts";
import type { StaffActor } from "#kernel/actor.ts";
import { ConnectionId, CustomerId } from "#kernel/ids.ts";
import { fail, ok, type Result } from "#kernel/result.ts";
import { ACTION_KINDS, type ActionKind } from "#kernel/staff-action.ts";
import { type Clock, systemClock } from "#kernel/time/clock.ts";
import { CALLS_OF_EVERY_RUN } from "#kernel/verification/probe-labels.ts";
import { listAddress, readListQuery } from "#lib/lists/shared/list-query.ts";
import { connectionsNotice, customersNotice } from "#lib/staff/lists/cut-notice.ts";
import { connectionFilterOf, connectionOrderOf } from "#lib/staff/lists/list-connections.ts";
import { customerFilterOf, customerOrderOf } from "#lib/staff/lists/list-customers.ts";
import { ACTIONS, type ActionPreview, MOST_OF_ACTION, MOST_SELECTED, REASON_LENGTH } from "#lib/staff/shared/action-view.ts";
import { CONNECTION_LIST, CUSTOMER_LIST } from "#lib/staff/shared/list-view.ts";
import { staffRefusal } from "#lib/staff/staff-refusal.ts";

export const ActionKindSchema = z.enum(ACTION_KINDS);

/** What an action is for: selected rows, or everything that the address of a list matches. */
export const ActionTarget = z.union([
  z.strictObject({
    rows: z
      .array(z.strictObject({ customerId: CustomerId, connectionId: ConnectionId.nullable() }))
      .min(1)
      .max(MOST_SELECTED),
  }),
  z.strictObject({ list: z.record(z.string().max(40), z.string().max(4000)) }),
]);
export type ActionTarget = z.output<typeof ActionTarget>;

/** Validates a reason from a request. Line breaks are kept; other control characters become spaces. */
export const ActionReason = z
  .string()
  .max(2 * REASON_LENGTH.max)
  .transform((text) =>
    text
      .replaceAll(/\r\n?/g, "\n")
      .replaceAll(/[^\P{Cc}\n]/gu, " ")
      .trim(),
  )
  .pipe(
    z
      .string()
      .refine((text) => [...text].length >= REASON_LENGTH.min, `Enter at least ${REASON_LENGTH.min} characters.`)
      .refine((text) => [...text].length <= REASON_LENGTH.max, `Enter at most ${REASON_LENGTH.max} characters.`),
  );

/** About how many verifications of actions a worker finishes in a second. */
const VERIFICATIONS_A_SECOND = 5;
const ITEMS_A_SECOND = 100;

interface Asked {
  readonly kind: ActionKind;
  readonly target: ActionTarget;
  readonly tag: string | null;
  /** The newest version of the role template. */
  readonly templateVersion: number;
}

/**
 * Fixes what an action would touch and says what it will do; nothing is done before `startAction`. The rows are those that the person
 * selected, or all that the list matches now, at most 10,000. Operators and admins.
 */
export async function draftAction(
  actor: StaffActor,
  asked: Asked,
  clock: Pick<Clock, "wait"> = systemClock,
): Promise<Result<ActionPreview>> {
  const needsTag = asked.kind === "tag" || asked.kind === "untag";
  if (needsTag !== (asked.tag !== null)) return fail("invalid", "Enter a tag.", { fields: { tag: "Enter a tag." } });
  for (let attempt = 1; ; attempt++) {
    try {
      return ok(await prepareDraft(actor, asked));
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal?.kind === "not-found") return ok(emptyPreview(asked.kind));
      if (refusal?.constraint !== "one_draft") return staffRefusal(error);
      if (attempt === MOST_ATTEMPTS) return fail("limited", "Another preview of yours is still being prepared. Try again in a moment.");
    }
    // Not in the database, where each of a person's previews would keep a connection while it waits.
    await clock.wait(ATTEMPT_EVERY_MS);
  }
}

/** Previews of one person are prepared one after another: the next one waits up to 2 s. */
const [MOST_ATTEMPTS, ATTEMPT_EVERY_MS] = [11, 200];

/** @throws refusal `one_draft` while another draft of this person is prepared */
function prepareDraft(actor: StaffActor, asked: Asked): Promise<ActionPreview> {
  return inTransaction(actor, async (tx) => {
    const { draft, ...cuts } = await draftOf(tx, actor, asked);
    if (draft.items.length === 0) return { ...emptyPreview(asked.kind), ...cuts };
    const id = await staffDraftAction(tx, actor, draft);
    return { ...(await previewOf(tx, actor, asked.kind, id)), ...cuts };
  });
}

async function draftOf(
  tx: Transaction,
  actor: StaffActor,
  { kind, target, tag, templateVersion }: Asked,
): Promise<{ draft: ActionDraft } & Pick<ActionPreview, "isCut" | "notice">> {
  const ofConnections = ACTIONS[kind].of === "connections";
  const spec = ofConnections ? CONNECTION_LIST : CUSTOMER_LIST;
  const common = { kind, tag, templateVersion };
  if ("rows" in target) {
    const items = target.rows.map(({ customerId, connectionId }) => ({ customerId, connectionId: ofConnections ? connectionId : null }));
    return { draft: { ...common, source: spec.path, items }, isCut: false, notice: null };
  }
  const query = readListQuery(spec, target.list);
  const { items, notice } = ofConnections ? await connectionsOf(tx, actor, query) : await customersOf(tx, actor, query);
  const source = listAddress(spec, { ...query, search: "", place: null }).slice(0, 2000);
  return {
    draft: { ...common, source, items: items.slice(0, MOST_OF_ACTION) },
    isCut: items.length > MOST_OF_ACTION,
    notice,
  };
}

async function connectionsOf(tx: Transaction, actor: StaffActor, query: ReturnType<typeof readListQuery>) {
  const filter = await connectionFilterOf(tx, actor, query);
  const { rows } = await staffConnectionPage(tx, filter, connectionOrderOf(query, filter), null, MOST_OF_ACTION + 1);
  const notice = connectionsNotice(query.search, "connections", filter.match);
  return { items: rows.map(({ customerId, id }) => ({ customerId, connectionId: id })), notice };
}

async function customersOf(tx: Transaction, actor: StaffActor, query: ReturnType<typeof readListQuery>) {
  const filter = await customerFilterOf(tx, actor, query);
  const ids = await staffCustomerIds(tx, filter, customerOrderOf(query), MOST_OF_ACTION + 1);
  return { items: ids.map((customerId) => ({ customerId, connectionId: null })), notice: customersNotice(query.search, filter.match) };
}

function emptyPreview(kind: ActionKind): ActionPreview {
  const nothing = {
    touched: 0,
    skipped: 0,
    touchedBy: [],
    skippedBy: [],
    stsCalls: 0,
    seconds: 0,
    others: 0,
    emails: 0,
    allVerifiableAt: null,
  };
  return { id: "", kind, ...nothing, isCut: false, notice: null };
}

async function previewOf(
  tx: Transaction,
  actor: StaffActor,
  kind: ActionKind,
  id: string,
): Promise<Omit<ActionPreview, "isCut" | "notice">> {
  const counts = await staffItemCounts(tx, id);
  const touchedBy = sumBy(counts.filter(({ state }) => state === "waiting").map((one) => ({ word: one.statusBefore, count: one.count })));
  const skippedBy = sumBy(counts.filter(({ state }) => state === "skipped").map((one) => ({ word: one.word ?? "", count: one.count })));
  const total = (tallies: readonly { readonly count: number }[]) => tallies.reduce((sum, { count }) => sum + count, 0);
  const touched = total(touchedBy);
  const isVerification = kind === "verify";
  return {
    ...{ id, kind, touched, skipped: total(skippedBy), touchedBy, skippedBy },
    stsCalls: isVerification ? CALLS_OF_EVERY_RUN * touched : 0,
    seconds: Math.ceil(touched / (isVerification ? VERIFICATIONS_A_SECOND : ITEMS_A_SECOND)),
    others: await staffActionsInProgress(tx),
    allVerifiableAt: isVerification ? ((await staffAllVerifiableAt(tx, id))?.getTime() ?? null) : null,
    emails: await staffEmailsOfDraft(tx, actor, id),
  };
}

/** Adds the counts of equal words; the largest first. */
export function sumBy(tallies: readonly { readonly word: string; readonly count: number }[]) {
  const sums = new Map<string, number>();
  for (const { word, count } of tallies) sums.set(word, (sums.get(word) ?? 0) + count);
  return [...sums].map(([word, count]) => ({ word, count })).toSorted((a, b) => b.count - a.count);
}

/** Starts what `draftAction` has fixed; the worker does it. The reason is kept, and customers can read it. Operators and admins; audited. */
export async function startAction(
  actor: StaffActor,
  started: { readonly id: string; readonly kind: ActionKind; readonly reason: string; readonly category: string | null },
): Promise<Result<{ id: string }>> {
  const { categories } = ACTIONS[started.kind];
  const category = categories === undefined ? null : started.category;
  if (categories?.some(({ id }) => id === category) === false) {
    const message = "Choose a category. It is recorded in the audit log.";
    return fail("invalid", message, { fields: { category: message } });
  }
  try {
    await inTransaction(actor, (tx) => staffStartAction(tx, actor, { id: started.id, reason: started.reason, category }));
    return ok({ id: started.id });
  } catch (error) {
    return actionRefusal(error);
  }
}

/** Ends the items of an action that wait; those in progress are finished. Operators and admins; audited. */
export async function stopAction(actor: StaffActor, id: string): Promise<Result<null>> {
  try {
    await inTransaction(actor, (tx) => staffStopAction(tx, actor, id));
    return ok(null);
  } catch (error) {
    if (refusalOf(error)?.kind === "not-found") return fail("conflict", "This action has already ended or was stopped. Reload the page.");
    return staffRefusal(error);
  }
}

function actionRefusal(error: unknown): ReturnType<typeof staffRefusal> {
  const refusal = refusalOf(error);
  if (refusal?.constraint === "too_many_actions")
    return fail("limited", "Five of your actions are in progress, which is the maximum. Wait until one has finished, or stop one.");
  if (refusal?.constraint === "nothing_to_do") return fail("conflict", "Nothing is left to do. Close this dialog and choose again.");
  if (refusal?.kind === "not-found")
    return fail("conflict", "This preview is older than an hour, or you opened five newer ones. Close it and choose again.");
  return staffRefusal(error);
}
