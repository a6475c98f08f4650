"use client";

import Link, { type LinkProps } from "@cloudscape-design/components/link";
import type { ReactNode } from "react";
import { useFollow } from "#components/frame/use-follow.ts";

/** A link to another room of the portal: it goes there without loading the page anew. */
export function RoomLink({ href, variant, children }: { href: string; variant?: LinkProps.Variant; children: ReactNode }) {
  const follow = useFollow();
  return (
    <Link href={href} variant={variant ?? "secondary"} onFollow={follow}>
      {children}
    </Link>
  );
}
