import Link from "next/link";
import type { ReactNode } from "react";
import { PublicFrame } from "./public-frame.tsx";
import styles from "./sign-in-screen.module.css";

/** One message and the way back: not found, gone wrong. */
export function MessageScreen({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <PublicFrame>
      <h1 className={styles["title"]}>{title}</h1>
      <p className={styles["text"]}>{children}</p>
      <p className={styles["text"]}>
        <Link href="/">Back to the portal</Link>
      </p>
    </PublicFrame>
  );
}
