import { announceNewVersion, isNewVersionKnown } from "./known-version.ts";
import { keepTypedText, putBackTypedText, takeTypedText, watchTyping } from "./typed-text.ts";

/** Milliseconds between two checks of a visible page. */
const CHECK_MS = 60_000;
/**
 * How many checks in a row must find another build. During an upgrade old and new processes answer in turn, and a page of the new
 * build must not be told that the old one is newer.
 */
const CHECKS = 2;

/**
 * Puts back what was typed before a reload to this build, keeps what is typed for the next one, and asks once a minute whether the portal
 * still runs this build. Returns the function that stops.
 * @param build the ID of the build that rendered this page; undefined in development, where nothing is asked
 */
export function watchVersion(build: string | undefined): () => void {
  const typed = new Set<HTMLInputElement | HTMLTextAreaElement>();
  const stopWatching = watchTyping(typed);
  const stopPutting = putBackTypedText(takeTypedText(window.location.pathname, Date.now()), typed);
  const onLeave = () => {
    if (isNewVersionKnown()) keepTypedText(typed, window.location.pathname, Date.now());
  };
  window.addEventListener("pagehide", onLeave);
  const stopChecking = build === undefined ? () => undefined : checkBuild(build);
  return () => {
    stopWatching();
    stopPutting();
    stopChecking();
    window.removeEventListener("pagehide", onLeave);
  };
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
