"use client";

import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { type RenameConnection, RenameForm } from "#components/connections/detail/rename-form.tsx";
import { PageHead } from "#components/frame/page-head.tsx";
import type { ConnectView } from "#lib/connections/shared/connection-view.ts";

const DRAFT = "Saved as a draft. You can leave this page and return at any time. The External ID doesn’t change.";

interface ConnectHeaderProps {
  readonly view: ConnectView;
  readonly rename: RenameConnection;
  readonly connected: boolean;
}

/** The connection's name, which can be edited in place. */
export function ConnectHeader({ view, rename, connected }: ConnectHeaderProps) {
  const [name, setName] = useState(view.connection.name);
  const [renaming, setRenaming] = useState(false);
  const renamed = (next: string) => {
    setName(next);
    setRenaming(false);
  };
  const button = (
    <Button iconName="edit" onClick={() => setRenaming(true)}>
      Rename
    </Button>
  );
  return (
    <SpaceBetween size="s">
      <PageHead
        description={connected || view.connection.status !== "draft" ? undefined : DRAFT}
        actions={view.mayAct && !renaming ? button : undefined}
      >
        {connected ? name : `Connect ${name}`}
      </PageHead>
      {renaming && (
        <RenameForm connectionId={view.connection.id} name={name} rename={rename} onCancel={() => setRenaming(false)} onRenamed={renamed} />
      )}
    </SpaceBetween>
  );
}
