"use client";
import Button from "@cloudscape-design/components/button";
import Link from "next/link";
import { PortalMessages } from "#components/theme/portal-messages.tsx";
import { EMAIL_KIND_WORDS, type EmailKind } from "#kernel/people/email-kinds.ts";
import { PublicFrame } from "./public-frame.tsx";
import styles from "./sign-in-screen.module.css";

interface UnsubscribeProps {
  readonly view: {
    readonly kind: EmailKind;
    readonly email: string;
    readonly customerName: string;
    /** Others get none of these emails. */
    readonly isOwner: boolean;
    readonly turnedOff: boolean;
  };
  /** The path that the form posts to. */
  readonly postPath: string;
}

const SETTINGS = "/settings?tab=emails";

/** The target of the unsubscribe link in an email. Only the form turns the emails off. Works without JavaScript and without a sign-in. */
export function UnsubscribeScreen({ view: { kind, email, customerName, isOwner, turnedOff }, postPath }: UnsubscribeProps) {
  const mayTurnOff = isOwner && !turnedOff;
  return (
    <PortalMessages>
      <PublicFrame>
        <h1 className={styles["title"]}>{mayTurnOff ? "Turn off emails" : "Emails turned off"}</h1>
        <p className={styles["text"]} role={mayTurnOff ? undefined : "status"}>
          <strong>{email}</strong> {mayTurnOff ? "gets" : "no longer gets"} emails about {EMAIL_KIND_WORDS[kind]} for{" "}
          <strong>{customerName}</strong>
          {isOwner ? ". Security notices are always sent." : ", because only its owners get them."}
        </p>
        {mayTurnOff && (
          <form method="post" action={postPath}>
            <Button variant="primary" fullWidth formAction="submit">
              Turn off these emails
            </Button>
          </form>
        )}
        <p className={styles["after"]}>
          <Link href={`/sign-in?${new URLSearchParams({ callbackUrl: SETTINGS })}`}>
            {isOwner && turnedOff ? "Sign in to turn them on again" : "Sign in to see all email settings"}
          </Link>
        </p>
      </PublicFrame>
    </PortalMessages>
  );
}
