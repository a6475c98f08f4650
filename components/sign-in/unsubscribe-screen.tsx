"use client";
import Button from "@cloudscape-design/components/button";
import Link from "next/link";
import { PortalMessages } from "#components/theme/portal-messages.tsx";
import { EMAIL_KIND_WORDS, type EmailKind } from "#kernel/people/email-kinds.ts";
import { PublicFrame } from "./public-frame.tsx";
import styles from "./sign-in-screen.module.css";

interface UnsubscribeProps {
  readonly view: { readonly kind: EmailKind; readonly email: string; readonly customerName: string; readonly turnedOff: boolean };
  /** The path that the form posts to. */
  readonly postPath: string;
}

const SETTINGS = "/settings?tab=emails";

/** The target of the unsubscribe link in an email. Only the form turns the emails off. Works without JavaScript and without a sign-in. */
export function UnsubscribeScreen({ view: { kind, email, customerName, turnedOff }, postPath }: UnsubscribeProps) {
  return (
    <PortalMessages>
      <PublicFrame>
        <h1 className={styles["title"]}>{turnedOff ? "Emails turned off" : "Turn off emails"}</h1>
        <p className={styles["text"]} role={turnedOff ? "status" : undefined}>
          <strong>{email}</strong> {turnedOff ? "no longer gets" : "gets"} emails about {EMAIL_KIND_WORDS[kind]} for{" "}
          <strong>{customerName}</strong>. Security notices are always sent.
        </p>
        {!turnedOff && (
          <form method="post" action={postPath}>
            <Button variant="primary" fullWidth formAction="submit">
              Turn off these emails
            </Button>
          </form>
        )}
        <p className={styles["after"]}>
          <Link href={`/sign-in?${new URLSearchParams({ callbackUrl: SETTINGS })}`}>
            {turnedOff ? "Sign in to turn them on again" : "Sign in to see all email settings"}
          </Link>
        </p>
      </PublicFrame>
    </PortalMessages>
  );
}
