"use client";

import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { type ReactNode, Suspense, useSyncExternalStore } from "react";

const never = () => () => undefined;

/**
 * Displays components that are loaded when they are used. Until they are loaded it says so, also in the page that the server sends:
 * a button that is displayed before its code is there would ignore a click.
 */
export function LoadedOnUse({ children }: { readonly children: ReactNode }) {
  const isInBrowser = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  const loading = <StatusIndicator type="loading">Loading</StatusIndicator>;
  return isInBrowser ? <Suspense fallback={loading}>{children}</Suspense> : loading;
}
