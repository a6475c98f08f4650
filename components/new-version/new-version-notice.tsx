"use client";

import { useEffect, useSyncExternalStore } from "react";
import { isNewVersionKnown, onNewVersion } from "./known-version.ts";
import styles from "./new-version.module.css";

interface NewVersionNoticeProps {
  /** The ID of the build that rendered this page; undefined in development. */
  readonly build: string | undefined;
}

/** Tells the person that the portal was upgraded since the page was loaded, and reloads it with what they have typed. */
export function NewVersionNotice({ build }: NewVersionNoticeProps) {
  const known = useSyncExternalStore(onNewVersion, isNewVersionKnown, () => false);
  useEffect(() => {
    let isOver = false;
    let stop = () => {
      isOver = true;
    };
    // Loaded after the page, so that it does not delay it, but at once, because a later build does not have this file.
    import("./watch-version.ts").then(
      ({ watchVersion }) => {
        if (!isOver) stop = watchVersion(build);
      },
      // The page works without it, and an action of another build still says so.
      () => undefined,
    );
    return () => stop();
  }, [build]);
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
