import Link from "next/link";
import type { ReactNode } from "react";
import styles from "./overview.module.css";

/** A number that opens the list behind it, in the color of the text around it. */
export function NumberLink({ href, label, children }: { readonly href: string; readonly label?: string; readonly children: ReactNode }) {
  return (
    <Link href={href} prefetch={false} className={styles["link"]} {...(label !== undefined && { "aria-label": label })}>
      {children}
    </Link>
  );
}
