"use client";
import { BrokenScreen } from "#components/sign-in/broken-screen.tsx";

export default function ErrorPage({ error, retry }: { readonly error: Error & { digest?: string }; readonly retry?: () => void }) {
  return <BrokenScreen reference={error.digest} onRetry={retry ?? (() => window.location.reload())} />;
}
