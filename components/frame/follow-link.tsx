"use client";

import Link from "@cloudscape-design/components/link";
import type { ReactNode } from "react";
import { useFollow } from "./use-follow.ts";

/** A text link to another page of the portal, as large as the text around it; `primary` is underlined: in running text and in tables. */
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
