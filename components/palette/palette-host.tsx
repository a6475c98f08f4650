"use client";

import { useRouter } from "next/navigation";
import { lazy, Suspense, useEffect, useState } from "react";
import type { ViewerView } from "#lib/sign-in/shared/viewer-view.ts";
import { useFindInPortal } from "./palette-provider.tsx";

const CommandPalette = lazy(async () => ({ default: (await import("./command-palette.tsx")).CommandPalette }));

/** Whether the command palette is open, and how to open it: with Ctrl+K, on macOS Command+K. `open` is null on pages without one. */
export function usePalette(): { readonly isOpen: boolean; readonly open: (() => void) | null; readonly close: () => void } {
  const find = useFindInPortal();
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    if (find === null) return;
    const onKeyDown = (event: KeyboardEvent) => {
      const held = isMac() ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey;
      if (!held || event.shiftKey || event.altKey || event.key.toLowerCase() !== "k") return;
      event.preventDefault();
      setOpen(true);
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [find]);
  return { isOpen, open: find === null ? null : () => setOpen(true), close: () => setOpen(false) };
}

/** On macOS, Ctrl+K in a text field deletes to the end of the line. */
export const isMac = (): boolean => /Mac|iPhone|iPad/.test(navigator.userAgent);

interface HostProps {
  readonly viewer: ViewerView;
  readonly onClose: () => void;
  readonly onSwitch: (customerId: string) => void;
}

/** The open palette. Its code is loaded when it is opened for the first time. */
export function PaletteHost({ viewer, onClose, onSwitch }: HostProps) {
  const router = useRouter();
  const find = useFindInPortal();
  if (find === null) return null;
  const open = (href: string, newTab: boolean) => {
    if (newTab) window.open(href, "_blank", "noopener");
    else if (isSamePlace(href)) reloadAt(href);
    else router.push(href);
  };
  return (
    <Suspense>
      <CommandPalette viewer={viewer} find={find} onClose={onClose} onOpen={open} onSwitch={onSwitch} />
    </Suspense>
  );
}

/** A saved query of the page that is open: only its fragment differs, which no page notices. */
function isSamePlace(href: string): boolean {
  const target = new URL(href, window.location.href);
  return target.hash !== "" && target.pathname === window.location.pathname && target.search === window.location.search;
}

function reloadAt(href: string): void {
  window.location.assign(href);
  window.location.reload();
}
