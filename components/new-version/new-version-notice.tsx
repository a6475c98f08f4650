"use client";

import { useEffect, useSyncExternalStore } from "react";
import { announceNewVersion, isNewVersionKnown, onNewVersion } from "./known-version.ts";
import styles from "./new-version.module.css";
import { keepTypedText, putBackTypedText, takeTypedText, watchTyping } from "./typed-text.ts";

/** Milliseconds between two checks of a visible page. */
const CHECK_MS = 60_000;
/**
 * How many checks in a row must find another build. During an upgrade old and new processes answer in turn, and a page of the new
 * build must not be told that the old one is newer.
 */
const CHECKS = 2;

interface NewVersionNoticeProps {
  /** The ID of the build that rendered this page; undefined in development. */
  readonly build: string | undefined;
}

/** Tells the person that the portal was upgraded since the page was loaded, and reloads it with what they have typed. */
export function NewVersionNotice({ build }: NewVersionNoticeProps) {
  const known = useSyncExternalStore(onNewVersion, isNewVersionKnown, () => false);
  useEffect(() => {
    const typed = new Set<HTMLInputElement | HTMLTextAreaElement>();
    const stopWatching = watchTyping(typed);
    const stopPutting = putBackTypedText(takeTypedText(window.location.pathname, Date.now()));
    const onLeave = () => {
      if (isNewVersionKnown()) keepTypedText(typed, window.location.pathname, Date.now());
    };
    window.addEventListener("pagehide", onLeave);
    return () => {
      stopWatching();
      stopPutting();
      window.removeEventListener("pagehide", onLeave);
    };
  }, []);
  useEffect(() => (build === undefined ? undefined : checkBuild(build)), [build]);
  if (!known) return null;
  return (
    <div role="status" className={styles["notice"]}>
      <span>A new version is available. Your text is kept when you reload.</span>
      <button type="button" className={styles["reload"]} onClick={() => window.location.reload()}>
        Reload page
      </button>
    </div>
  );
}

/** Checks once a minute while the page is visible, until it finds another build. Returns the function that stops. */
function checkBuild(build: string): () => void {
  let others = 0;
  const check = async () => {
    if (document.hidden || isNewVersionKnown()) return;
    const current = await fetch("/api/health/live", { cache: "no-store" }).then(
      (answer) => answer.headers.get("x-sallyport-build"),
      () => null,
    );
    if (current === null) return;
    others = current === build ? 0 : others + 1;
    if (others >= CHECKS) announceNewVersion();
  };
  const timer = setInterval(() => void check(), CHECK_MS);
  return () => clearInterval(timer);
}
