"use client";

import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import ContentLayout from "@cloudscape-design/components/content-layout";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { PageHead } from "#components/frame/page-head.tsx";
import { ActionDialog } from "#components/ui/action-dialog.tsx";
import { Age } from "#components/ui/age.tsx";
import { type Columns, DataTable } from "#components/ui/table/data-table.tsx";
import { useAction } from "#components/ui/use-action.ts";
import { useNotices } from "#components/ui/use-notices.tsx";
import type { Action } from "#kernel/action.ts";
import { utcMoment } from "#kernel/time/times-and-ages.ts";
import type { OwnSessionView } from "#lib/sign-in/shared/own-sessions-view.ts";

type EndSession = Action<{ which: string }, number>;

/** The user's signed-in sessions. Each can be signed out, and all others at once. */
export function SessionsScreen({
  sessions,
  isStaff,
  endSession,
}: {
  readonly sessions: readonly OwnSessionView[];
  /** A company can choose a shorter session for its people; staff have only the portal’s own limit. */
  readonly isStaff: boolean;
  readonly endSession: EndSession;
}) {
  const [selected, setSelected] = useState<string | null>(null);
  const { bar, notify } = useNotices();
  const action = useAction(endSession, (ended) => {
    setSelected(null);
    notify(ended === 1 ? "1 session was signed out." : `${ended} sessions were signed out.`);
  });
  const others = sessions.filter(({ isThis }) => !isThis).length;
  return (
    <ContentLayout header={<Header variant="h1">Sign-in sessions</Header>}>
      <SpaceBetween size="m">
        {bar}
        <DataTable
          label="Sessions"
          items={sessions}
          trackBy="id"
          columnDefinitions={columns(setSelected)}
          header={
            <PageHead
              variant="h2"
              counter={`(${sessions.length})`}
              description={`A session expires eight hours after sign-in, or earlier if you don’t use it${isStaff ? "" : " or your company chose a shorter session length"}.`}
              actions={
                <Button disabled={others === 0} onClick={() => setSelected("others")}>
                  Sign out all other sessions
                </Button>
              }
            >
              Sessions
            </PageHead>
          }
        />
        <ActionDialog
          visible={selected !== null}
          title={selected === "others" ? "Sign out all other sessions?" : "Sign out the selected session?"}
          submitLabel="Sign out"
          action={action}
          onClose={() => setSelected(null)}
          onSubmit={() => selected !== null && void action.run({ which: selected })}
        >
          <Box>
            {selected === "others"
              ? "You must sign in again in all other browsers. You stay signed in here."
              : "You must sign in again in that browser."}
          </Box>
        </ActionDialog>
      </SpaceBetween>
    </ContentLayout>
  );
}

function columns(ask: (id: string) => void): Columns<OwnSessionView> {
  return [
    { id: "browser", header: "Browser", isRowHeader: true, cell: ({ browser }) => browser ?? "Unknown browser" },
    { id: "since", header: "Signed in", cell: ({ signedInAt }) => <Age at={signedInAt} /> },
    { id: "ends", header: "Expires if not used", cell: ({ endsAt }) => utcMoment(endsAt) },
    {
      id: "actions",
      header: "Actions",
      cell: ({ id, isThis, browser }) =>
        isThis ? (
          "Current session"
        ) : (
          <Button variant="inline-link" wrapText={false} ariaLabel={`Sign out ${browser ?? "unknown browser"}`} onClick={() => ask(id)}>
            Sign out
          </Button>
        ),
    },
  ];
}
