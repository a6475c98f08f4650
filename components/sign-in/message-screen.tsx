import Link from "next/link";
import type { ReactNode } from "react";
import styles from "./message-screen.module.css";

/** One message and the way back. Small, since every page carries its "not found" along. */
export function MessageScreen({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <main className={styles["message"]}>
      <strong>Sallyport</strong>
      <h1>{title}</h1>
      <p>{children}</p>
      <Link href="/">Back to the portal</Link>
    </main>
  );
}
