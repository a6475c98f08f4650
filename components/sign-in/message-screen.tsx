import Link from "next/link";
import type { ReactNode } from "react";
import { Gates } from "#components/gates/gates.tsx";
import styles from "./message-screen.module.css";

/** One message and the way back. Small, since every page carries its "not found" along. */
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
