"use client";

import Button, { type ButtonProps } from "@cloudscape-design/components/button";
import Link from "@cloudscape-design/components/link";
import { useRouter } from "next/navigation";
import type { ReactNode } from "react";

interface FollowButtonProps {
  readonly href: string;
  readonly variant?: ButtonProps.Variant;
  /** Why the button is disabled: it stays in its place and shows this reason on hover and focus. */
  readonly disabledBecause?: string | null;
  readonly children: ReactNode;
}

/** A link styled as a button that navigates within the portal without reloading the page. */
export function FollowButton({ href, variant = "normal", disabledBecause = null, children }: FollowButtonProps) {
  const follow = useFollow();
  return (
    <Button
      href={href}
      variant={variant}
      onFollow={follow}
      {...(disabledBecause !== null && { disabled: true, disabledReason: disabledBecause })}
    >
      {children}
    </Button>
  );
}

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

interface FollowEvent {
  readonly detail: { readonly href?: string | undefined; readonly external?: boolean | undefined };
  preventDefault(): void;
}

/** A handler for Cloudscape's `onFollow` that navigates without reloading the page. Ignores external links and new tabs. */
export function useFollow(): (event: FollowEvent) => void {
  const router = useRouter();
  return (event) => {
    const { href, external } = event.detail;
    if (external === true || href === undefined || !href.startsWith("/")) return;
    event.preventDefault();
    router.push(href);
  };
}
