"use client";

import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { type ReactNode, Suspense, useSyncExternalStore } from "react";

const LOADING = <StatusIndicator type="loading">Loading…</StatusIndicator>;
const never = () => () => undefined;

/**
 * Displays components that are loaded when they are used. Until they are loaded it displays `loading`, also in the page that the server
 * sends: a button that is displayed before its code is there would ignore a click.
 */
export function LoadedOnUse({ children, loading = LOADING }: { readonly children: ReactNode; readonly loading?: ReactNode }) {
  const isInBrowser = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  return isInBrowser ? <Suspense fallback={loading}>{children}</Suspense> : loading;
}
