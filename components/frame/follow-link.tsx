"use client";

import Link from "@cloudscape-design/components/link";
import type { ReactNode } from "react";
import { useFollow } from "./use-follow.ts";

/**
 * A text link within the portal, in the size of the surrounding text. `primary` is underlined: use it in running text
 * and in tables.
 */
export function FollowLink(props: {
  readonly href: string;
  readonly variant?: "primary" | "secondary";
  readonly ariaLabel?: string;
  readonly children: ReactNode;
}) {
  const follow = useFollow();
  const { href, variant = "secondary", ariaLabel, children } = props;
  return (
    <Link href={href} variant={variant} fontSize="inherit" onFollow={follow} {...(ariaLabel === undefined ? {} : { ariaLabel })}>
      {children}
    </Link>
  );
}
