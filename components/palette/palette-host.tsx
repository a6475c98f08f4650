"use client";

import { useRouter } from "next/navigation";
import type { ViewerView } from "#lib/sign-in/shared/viewer-view.ts";
import { CommandPalette } from "./command-palette.tsx";
import { useFindInPortal } from "./palette-provider.tsx";

interface HostProps {
  readonly viewer: ViewerView;
  readonly onClose: () => void;
  readonly onSwitch: (customerId: string) => void;
}

/** The open palette. The frame loads it when it is opened for the first time. */
export function PaletteHost({ viewer, onClose, onSwitch }: HostProps) {
  const router = useRouter();
  const find = useFindInPortal();
  if (find === null) return null;
  const open = (href: string, newTab: boolean) => {
    if (newTab) window.open(href, "_blank", "noopener");
    else if (isSamePlace(href)) reloadAt(href);
    else router.push(href);
  };
  return <CommandPalette viewer={viewer} find={find} onClose={onClose} onOpen={open} onSwitch={onSwitch} />;
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
