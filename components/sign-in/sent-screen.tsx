import Link from "next/link";
import { PublicFrame } from "./public-frame.tsx";
import signInStyles from "./sign-in-screen.module.css";

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
