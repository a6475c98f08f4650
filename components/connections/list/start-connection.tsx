"use client";

import Button from "@cloudscape-design/components/button";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { attempt } from "#components/ui/attempt.ts";
import type { Action } from "#kernel/action.ts";
import type { Failure } from "#kernel/result.ts";

export type StartConnection = Action<Record<string, never>, { readonly id: string }>;

interface StartProps {
  readonly start: StartConnection;
  readonly onFailure: (failure: Failure) => void;
}

/** Creates a draft connection with its External ID, then opens its page. */
export function StartConnectionButton({ start, onFailure }: StartProps) {
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  const connect = async () => {
    setBusy(true);
    const result = await attempt(() => start({}));
    if (result.ok) return router.push(`/connections/${result.value.id}/connect`);
    setBusy(false);
    onFailure(result);
  };
  return (
    <Button variant="primary" loading={busy} loadingText="Creating External ID…" onClick={connect}>
      Connect an AWS account
    </Button>
  );
}
