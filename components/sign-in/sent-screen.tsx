import Link from "next/link";
import { PublicFrame } from "./public-frame.tsx";
import styles from "./sign-in-screen.module.css";

/** The same for every address, known here or not. */
export function SentScreen() {
  return (
    <PublicFrame>
      <h1 className={styles["title"]}>Check your mail</h1>
      <p className={styles["text"]} role="status">
        If that address can sign in here, we have sent it a link that works once, for ten minutes.
      </p>
      <p className={styles["text"]}>
        Nothing came? Look in the junk folder, or <Link href="/sign-in">try again</Link>.
      </p>
    </PublicFrame>
  );
}
