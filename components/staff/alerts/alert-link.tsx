"use client";

import Link from "@cloudscape-design/components/link";
import { useRouter } from "next/navigation";
import type { ReactNode } from "react";

/** Opens the details of an alert beside the list. On a wide screen the list stays where it is. */
export function AlertLink({ href, chosen, children }: { readonly href: string; readonly chosen: boolean; readonly children: ReactNode }) {
  const router = useRouter();
  return (
    <span {...(chosen && { "aria-current": "true" as const })}>
      <Link
        href={href}
        fontSize="inherit"
        onFollow={(event) => {
          event.preventDefault();
          router.push(href, { scroll: !window.matchMedia("(min-width: 1100px)").matches });
        }}
      >
        {chosen ? <b>{children}</b> : children}
      </Link>
    </span>
  );
}
