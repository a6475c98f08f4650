import type { StaffActor } from "#kernel/actor.ts";
import { findViews } from "#lib/staff/lists/saved-views.ts";
import { BUILT_IN_VIEWS, type ViewedList } from "#lib/staff/shared/saved-view.ts";
import { deleteView, saveView } from "./actions.ts";

/** What a list needs to show its views: those that every list has and the saved ones, each with its number where `count` knows it. */
export async function viewsOf(
  actor: StaffActor,
  list: ViewedList,
  count?: (actor: StaffActor, params: readonly string[]) => Promise<readonly (number | null)[]>,
) {
  const saved = await findViews(actor, list);
  const builtIn = BUILT_IN_VIEWS[list];
  const counts =
    (await count?.(
      actor,
      [...builtIn, ...saved].map(({ params }) => params),
    )) ?? [];
  return {
    list,
    builtIn: builtIn.map((view, n) => ({ ...view, count: counts[n] ?? null })),
    saved: saved.map((view, n) => ({ ...view, count: counts[builtIn.length + n] ?? null })),
    mayShare: actor.role !== "support",
    save: saveView,
    remove: deleteView,
  };
}
