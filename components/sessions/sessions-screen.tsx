"use client";

import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import ContentLayout from "@cloudscape-design/components/content-layout";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { TableProps } from "@cloudscape-design/components/table";
import { useState } from "react";
import { PageHead } from "#components/frame/page-head.tsx";
import { TableOrList } from "#components/lists/table-or-list.tsx";
import { ConfirmModal } from "#components/staff/confirm-modal.tsx";
import { useAct } from "#components/staff/use-act.ts";
import { useNotices } from "#components/staff/use-notices.tsx";
import { Age } from "#components/time/age.tsx";
import type { Action } from "#lib/kernel/action.ts";
import { utcMoment } from "#lib/kernel/utc-time.ts";
import type { OwnSessionView } from "#lib/sign-in/own-sessions-view.ts";

type EndSession = Action<{ which: string }, number>;

/** Where a person is signed in: each place can be signed out, and all but this one at once. */
export function SessionsScreen({
  sessions,
  endSession,
}: {
  readonly sessions: readonly OwnSessionView[];
  readonly endSession: EndSession;
}) {
  const [asked, setAsked] = useState<string | null>(null);
  const { bar, say } = useNotices();
  const act = useAct(endSession, (ended) => {
    setAsked(null);
    say(ended === 1 ? "1 session has ended." : `${ended} sessions have ended.`);
  });
  const close = () => {
    act.clear();
    setAsked(null);
  };
  const others = sessions.filter(({ isThis }) => !isThis).length;
  return (
    <ContentLayout header={<Header variant="h1">Where you are signed in</Header>}>
      <SpaceBetween size="m">
        {bar}
        <TableOrList
          variant="container"
          ariaLabels={{ tableLabel: "Sessions" }}
          items={sessions}
          trackBy="id"
          columnDefinitions={columns(setAsked)}
          header={
            <PageHead
              variant="h2"
              counter={`(${sessions.length})`}
              description="A session ends by itself eight hours after signing in, and sooner when it is not used."
              actions={
                <Button disabled={others === 0} onClick={() => setAsked("others")}>
                  Sign out everywhere else
                </Button>
              }
            >
              Sessions
            </PageHead>
          }
        />
        <ConfirmModal
          visible={asked !== null}
          title={asked === "others" ? "Sign out everywhere else?" : "Sign out there?"}
          act="Sign out"
          pending={act.pending}
          failure={act.failure}
          onClose={close}
          onConfirm={() => asked !== null && void act.run({ which: asked })}
        >
          <Box>
            {asked === "others"
              ? "Every other browser has to sign in again from its next request on. This one stays signed in."
              : "That browser has to sign in again from its next request on."}
          </Box>
        </ConfirmModal>
      </SpaceBetween>
    </ContentLayout>
  );
}

function columns(ask: (id: string) => void): TableProps.ColumnDefinition<OwnSessionView>[] {
  return [
    { id: "browser", header: "Browser", isRowHeader: true, cell: ({ browser }) => browser ?? "Unknown browser" },
    { id: "since", header: "Signed in", cell: ({ signedInAt }) => <Age at={signedInAt} /> },
    { id: "ends", header: "Ends unless used", cell: ({ endsAt }) => utcMoment(endsAt) },
    {
      id: "acts",
      header: "Actions",
      cell: ({ id, isThis, browser }) =>
        isThis ? (
          "This session"
        ) : (
          <Button variant="inline-link" wrapText={false} ariaLabel={`Sign out ${browser ?? "the unknown browser"}`} onClick={() => ask(id)}>
            Sign out
          </Button>
        ),
    },
  ];
}
