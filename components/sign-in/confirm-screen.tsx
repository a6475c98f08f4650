"use client";
import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import Link from "next/link";
import { PortalMessages } from "#components/theme/portal-messages.tsx";
import { PublicFrame } from "./public-frame.tsx";
import styles from "./sign-in-screen.module.css";

interface ConfirmScreenProps {
  readonly email: string;
  /** The path that the form posts to. */
  readonly action: string;
  /** Whether the link was requested in another browser, so that a different person may have requested it. */
  readonly otherBrowser: boolean;
}

/**
 * The target of the emailed link. Only submitting the form uses up the link, because email scanners open every link; the
 * page itself can be opened any number of times. Works without JavaScript.
 */
export function ConfirmScreen({ email, action, otherBrowser }: ConfirmScreenProps) {
  return (
    <PortalMessages>
      <PublicFrame>
        <h1 className={styles["title"]}>{otherBrowser ? "Confirm the account" : "Finish signing in"}</h1>
        {otherBrowser && (
          <div className={styles["trouble"]}>
            <Alert type="warning">
              This link was requested in another browser. If you didn’t request it, close this page: someone may be trying to sign you in to
              their account.
            </Alert>
          </div>
        )}
        <p className={styles["text"]}>
          You are about to sign in as <strong>{email}</strong>.
        </p>
        <form method="post" action={action}>
          <Button variant="primary" fullWidth formAction="submit">
            {otherBrowser ? `Sign in as ${email}` : "Sign in"}
          </Button>
        </form>
        {otherBrowser && (
          <p className={styles["after"]}>
            Not your address? <Link href="/sign-in">Request a link for your address</Link>
          </p>
        )}
      </PublicFrame>
    </PortalMessages>
  );
}
