"use client";
import Button from "@cloudscape-design/components/button";
import { PublicFrame } from "./public-frame.tsx";
import styles from "./sign-in-screen.module.css";

interface ConfirmScreenProps {
  readonly email: string;
  readonly token: string;
  readonly callbackUrl: string;
}

/**
 * Where the mailed link leads. Only the button's own request uses the link up: mail scanners open every address they find,
 * and this page may be opened any number of times.
 */
export function ConfirmScreen({ email, token, callbackUrl }: ConfirmScreenProps) {
  return (
    <PublicFrame>
      <h1 className={styles["title"]}>Finish signing in</h1>
      <p className={styles["text"]}>
        You are about to sign in as <strong>{email}</strong>.
      </p>
      <form method="get" action="/api/auth/callback/email">
        <input type="hidden" name="callbackUrl" value={callbackUrl} />
        <input type="hidden" name="token" value={token} />
        <input type="hidden" name="email" value={email} />
        <Button variant="primary" fullWidth formAction="submit">
          Sign in
        </Button>
      </form>
    </PublicFrame>
  );
}
