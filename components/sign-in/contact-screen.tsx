"use client";
import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import { PortalMessages } from "#components/theme/portal-messages.tsx";
import type { ContactPageView } from "#lib/sign-in/shared/sign-in-view.ts";
import { PublicFrame } from "./public-frame.tsx";
import styles from "./sign-in-screen.module.css";

/** The page on which somebody confirms the address of a security contact. It works without JavaScript and without signing in. */
export function ContactScreen({ view: { customerName, email, isConfirmed, action } }: { readonly view: ContactPageView }) {
  return (
    <PortalMessages>
      <PublicFrame>
        <h1 className={styles["title"]}>Security contact</h1>
        {isConfirmed ? (
          <Alert type="success">
            {email} gets an email when a connection of {customerName} is quarantined, or when its role is submitted for another connection.
            To stop these emails, ask an owner of {customerName} to remove this address.
          </Alert>
        ) : (
          <>
            <p className={styles["text"]}>
              An owner of <strong>{customerName}</strong> added <strong>{email}</strong> to the security contacts of its AWS connections.
              Confirm the address to get an email when a connection is quarantined, or when its role is submitted for another connection.
            </p>
            <form method="post" action={action}>
              <Button variant="primary" fullWidth formAction="submit">
                Confirm address
              </Button>
            </form>
          </>
        )}
      </PublicFrame>
    </PortalMessages>
  );
}
