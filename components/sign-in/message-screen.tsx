import Link from "next/link";
import type { ReactNode } from "react";
import { Gates } from "#components/gates/gates.tsx";
import styles from "./message-screen.module.css";

/** One message and a link back. Kept small, because the "not found" page is part of every page's bundle. */
export function MessageScreen({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <main className={styles["message"]}>
      <div className={styles["brand"]}>
        <Gates state="connected" tone="plain" height={24} /> Sallyport
      </div>
      <h1>{title}</h1>
      <p>{children}</p>
      <Link href="/">Back to portal</Link>
    </main>
  );
}
