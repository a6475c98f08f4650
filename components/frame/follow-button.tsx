"use client";

import Button, { type ButtonProps } from "@cloudscape-design/components/button";
import type { ReactNode } from "react";
import { useFollow } from "./use-follow.ts";

interface FollowButtonProps {
  readonly href: string;
  readonly variant?: ButtonProps.Variant;
  /** Why the button is disabled: it stays in its place and shows this reason on hover and focus. */
  readonly disabledReason?: string | null;
  readonly children: ReactNode;
}

/** A link styled as a button that navigates within the portal without reloading the page. */
export function FollowButton({ href, variant = "normal", disabledReason = null, children }: FollowButtonProps) {
  const follow = useFollow();
  return (
    <Button href={href} variant={variant} onFollow={follow} {...(disabledReason !== null && { disabled: true, disabledReason })}>
      {children}
    </Button>
  );
}
