"use client";

import Button, { type ButtonProps } from "@cloudscape-design/components/button";
import type { ReactNode } from "react";
import { useFollow } from "./use-follow.ts";

interface FollowButtonProps {
  readonly href: string;
  readonly variant?: ButtonProps.Variant;
  /** Why it leads nowhere now: the button keeps its place, and says so to whoever points at it. */
  readonly shutBecause?: string | null;
  readonly children: ReactNode;
}

/** A link that looks like a button and goes to another page of the portal without loading it anew. */
export function FollowButton({ href, variant = "normal", shutBecause = null, children }: FollowButtonProps) {
  const follow = useFollow();
  return (
    <Button href={href} variant={variant} onFollow={follow} {...(shutBecause !== null && { disabled: true, disabledReason: shutBecause })}>
      {children}
    </Button>
  );
}
