"use client";

import { useRouter } from "next/navigation";

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
