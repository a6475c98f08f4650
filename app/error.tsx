"use client";

import { useEffect } from "react";
import { announceNewVersion } from "#components/new-version/known-version.ts";
import { BrokenScreen } from "#components/sign-in/broken-screen.tsx";

export default function ErrorPage({ error, retry }: { readonly error: Error & { digest?: string }; readonly retry?: () => void }) {
  // The script of an older build is gone from the portal. Only a reload helps.
  const isOlderBuild = error.name === "ChunkLoadError";
  useEffect(() => {
    if (isOlderBuild) announceNewVersion();
  }, [isOlderBuild]);
  return <BrokenScreen reference={error.digest} onRetry={isOlderBuild || retry === undefined ? () => window.location.reload() : retry} />;
}
