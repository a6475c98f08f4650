"use client";

import Button from "@cloudscape-design/components/button";
import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import { useRouter } from "next/navigation";
import { lazy, Suspense, useState } from "react";
import { FailureAlert } from "#components/ui/failure-alert.tsx";
import { useAction } from "#components/ui/use-action.ts";
import { useNarrow } from "#components/ui/use-media-query.ts";
import type { ListQuery, ListSpec } from "#lib/lists/shared/list-query.ts";
import {
  activeView,
  isChangedView,
  isSaved,
  type ListViews,
  type SavedView,
  viewAddress,
  viewParams,
} from "#lib/staff/shared/saved-view.ts";
import { ViewSelect, ViewTabs } from "./view-choice.tsx";
import styles from "./views.module.css";

/** Most visits open no dialog. */
const SaveViewDialog = lazy(() => import("./save-view-dialog.tsx").then((found) => ({ default: found.SaveViewDialog })));
const DeleteViewDialog = lazy(() => import("./save-view-dialog.tsx").then((found) => ({ default: found.DeleteViewDialog })));

type OpenDialog = "new" | "change" | "delete" | null;

/** Names for filters, order and columns: one click opens them. The view that a person opened stays marked while they change its filters. */
export function ListViewBar({ views, spec, query }: { readonly views: ListViews; readonly spec: ListSpec; readonly query: ListQuery }) {
  const narrow = useNarrow();
  const [dialog, setDialog] = useState<OpenDialog>(null);
  const active = activeView(views, spec, query);
  const saved = active !== null && isSaved(active) ? active : null;
  // Support can't change what all staff see.
  const own = saved !== null && (!saved.shared || views.mayShare) ? saved : null;
  const Choice = narrow ? ViewSelect : ViewTabs;
  return (
    <div>
      <div className={styles["bar"]}>
        <Choice views={[...views.builtIn, ...views.saved]} active={active} spec={spec} />
        <div className={styles["actions"]}>
          {own !== null && isChangedView(spec, own, query) ? (
            <SaveChanges views={views} view={own} params={viewParams(spec, query)} />
          ) : null}
          <Button variant="inline-link" iconName="add-plus" onClick={() => setDialog("new")}>
            Save view
          </Button>
          {own === null ? null : (
            <ButtonDropdown
              variant="inline-icon"
              ariaLabel={`Actions of the view ${own.name}`}
              items={[
                { id: "change", text: "Change name or sharing" },
                { id: "delete", text: "Delete view" },
              ]}
              onItemClick={({ detail }) => setDialog(detail.id as OpenDialog)}
            />
          )}
        </div>
      </div>
      <Suspense fallback={null}>
        <ViewDialog dialog={dialog} views={views} view={own} spec={spec} query={query} onClose={() => setDialog(null)} />
      </Suspense>
    </div>
  );
}

/** Saves the filters of the page in the view that is open. */
function SaveChanges({ views, view, params }: { readonly views: ListViews; readonly view: SavedView; readonly params: string }) {
  const { id, revision, name, shared } = view;
  const action = useAction(views.save);
  return (
    <>
      <FailureAlert failure={action.failure} onDismiss={action.clear} />
      <Button
        variant="inline-link"
        loading={action.pending}
        onClick={() => void action.run({ list: views.list, name, params, shared, change: { id, revision } })}
      >
        Save changes
      </Button>
    </>
  );
}

function ViewDialog(props: {
  readonly dialog: OpenDialog;
  readonly views: ListViews;
  readonly view: SavedView | null;
  readonly spec: ListSpec;
  readonly query: ListQuery;
  onClose(): void;
}) {
  const router = useRouter();
  const { dialog, views, view, spec, onClose } = props;
  const params = viewParams(spec, props.query);
  if (dialog === "new")
    return (
      <SaveViewDialog
        views={views}
        params={params}
        changed={null}
        onClose={onClose}
        onSaved={(id) => {
          onClose();
          router.push(viewAddress(spec, { params, id }));
        }}
      />
    );
  if (view === null) return null;
  if (dialog === "change") return <SaveViewDialog views={views} params={view.params} changed={view} onClose={onClose} onSaved={onClose} />;
  if (dialog === null) return null;
  return (
    <DeleteViewDialog
      view={view}
      remove={views.remove}
      onClose={onClose}
      onDeleted={() => {
        onClose();
        router.push(spec.path);
      }}
    />
  );
}
