"use client";

import { useRouter } from "next/navigation";

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
