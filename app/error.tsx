"use client";

import { BrokenScreen } from "#components/sign-in/broken-screen.tsx";

export default function ErrorPage({ error, retry }: { readonly error: Error & { digest?: string }; readonly retry?: () => void }) {
  // A script that could not be loaded, because the network failed or the portal runs another build, is loaded by a reload only.
  const needsReload = retry === undefined || error.name === "ChunkLoadError";
  return <BrokenScreen reference={error.digest} onRetry={needsReload ? () => window.location.reload() : retry} />;
}
