import Button from "@cloudscape-design/components/button";
import Link from "next/link";
import type { ReactNode } from "react";
import { Gates } from "#components/gates/gates.tsx";
import styles from "./message-screen.module.css";
import { PublicFrame } from "./public-frame.tsx";
import signInStyles from "./sign-in-screen.module.css";

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

/** The same page for every email address, so that it does not reveal which addresses are known. */
export function SentScreen() {
  return (
    <PublicFrame>
      <h1 className={signInStyles["title"]}>Check your email</h1>
      <p className={signInStyles["text"]} role="status">
        If this address can sign in here, we sent it a single-use link. The link expires after ten minutes.
      </p>
      <p className={signInStyles["text"]}>
        No email? Check your spam folder, or <Link href="/sign-in">try again</Link>.
      </p>
    </PublicFrame>
  );
}

interface BrokenScreenProps {
  readonly reference: string | undefined;
  readonly onRetry: () => void;
}

/** An unexpected error: a reference to quote, and a button to try again. */
export function BrokenScreen({ reference, onRetry }: BrokenScreenProps) {
  return (
    <PublicFrame>
      <h1 className={signInStyles["title"]}>Unexpected error</h1>
      <p className={signInStyles["text"]} role="alert">
        {reference ? `Try again. If the error repeats, contact us with this reference: ${reference}.` : "Try again."}
      </p>
      <Button variant="primary" onClick={onRetry}>
        Try again
      </Button>
    </PublicFrame>
  );
}
