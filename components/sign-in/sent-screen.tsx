import Link from "next/link";
import { PublicFrame } from "./public-frame.tsx";
import styles from "./sign-in-screen.module.css";

/** The same for every address, known here or not. */
export function SentScreen() {
  return (
    <PublicFrame>
      <h1 className={styles["title"]}>Check your email</h1>
      <p className={styles["text"]} role="status">
        If this address can sign in here, we sent it a single-use link. The link expires after ten minutes.
      </p>
      <p className={styles["text"]}>
        No email? Check your spam folder, or <Link href="/sign-in">try again</Link>.
      </p>
    </PublicFrame>
  );
}
