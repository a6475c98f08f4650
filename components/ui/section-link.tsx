"use client";

import Link from "@cloudscape-design/components/link";
import type { ReactNode } from "react";
import { useFollow } from "#components/frame/use-follow.ts";

/** A link to another section of the portal that navigates without reloading the page. */
export function SectionLink({ href, children }: { href: string; children: ReactNode }) {
  const follow = useFollow();
  return (
    <Link href={href} onFollow={follow}>
      {children}
    </Link>
  );
}
