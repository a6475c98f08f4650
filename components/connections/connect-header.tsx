"use client";

import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import { useState } from "react";
import type { ConnectView } from "#lib/connections/connection-view.ts";
import { type RenameConnection, RenameForm } from "./rename-form.tsx";

/** The page's name, which can be changed in place. */
export function ConnectHeader(props: { readonly view: ConnectView; readonly rename: RenameConnection; readonly connected: boolean }) {
  const { view, rename, connected } = props;
  const [name, setName] = useState(view.connection.name);
  const [renaming, setRenaming] = useState(false);
  if (renaming)
    return (
      <RenameForm
        connectionId={view.connection.id}
        name={name}
        rename={rename}
        onCancel={() => setRenaming(false)}
        onRenamed={(next) => {
          setName(next);
          setRenaming(false);
        }}
      />
    );
  return (
    <Header
      variant="h1"
      description={connected ? undefined : "Saved as a draft. Leave and come back any time: the External ID stays the same."}
      actions={
        view.mayAct ? (
          <Button iconName="edit" onClick={() => setRenaming(true)}>
            Rename
          </Button>
        ) : undefined
      }
    >
      {connected ? name : `Connect ${name}`}
    </Header>
  );
}
