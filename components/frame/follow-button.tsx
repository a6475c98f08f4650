"use client";

import Button, { type ButtonProps } from "@cloudscape-design/components/button";
import Link from "@cloudscape-design/components/link";
import { useRouter } from "next/navigation";
import type { ReactNode } from "react";

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

interface FollowEvent {
  readonly detail: { readonly href?: string | undefined; readonly external?: boolean | undefined };
  preventDefault(): void;
}

/** For Cloudscape's `onFollow`: goes there without loading the page anew. External links and new tabs are left alone. */
export function useFollow(): (event: FollowEvent) => void {
  const router = useRouter();
  return (event) => {
    const { href, external } = event.detail;
    if (external === true || href === undefined || !href.startsWith("/")) return;
    event.preventDefault();
    router.push(href);
  };
}
