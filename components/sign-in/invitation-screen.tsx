"use client";
import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import { useState } from "react";
import type { InvitationPageView } from "#lib/sign-in/sign-in-view.ts";
import { postToSignIn } from "./post-to-sign-in.ts";
import { PublicFrame } from "./public-frame.tsx";
import styles from "./sign-in-screen.module.css";

/** An invitation: into what, for whom, until when, and the one thing its reader can do now. */
export function InvitationScreen({ view }: { readonly view: InvitationPageView }) {
  const place = view.customerName === null ? "the staff of this portal" : view.customerName;
  return (
    <PublicFrame>
      <h1 className={styles["title"]}>You are invited</h1>
      <p className={styles["text"]}>
        <strong>{view.email}</strong> is invited to join <strong>{place}</strong> as {view.role}. The invitation works once, within a week.
      </p>
      {view.needsSingleSignOn && (
        <div className={styles["trouble"]} role="alert">
          <Alert type="warning">Staff sign in by single sign-on. Sign out, open this link again and choose it.</Alert>
        </div>
      )}
      <Answer view={view} />
    </PublicFrame>
  );
}

function Answer({ view: { reader, email } }: { readonly view: InvitationPageView }) {
  switch (reader.kind) {
    case "signed-out":
      return (
        <Button variant="primary" fullWidth href={reader.signInPath}>
          Sign in to accept
        </Button>
      );
    case "other-person":
      return <OtherPerson invited={email} signedInAs={reader.email} path={reader.path} />;
    case "invited":
      return (
        <form method="post" action={reader.acceptPath}>
          <Button variant="primary" fullWidth formAction="submit">
            Accept invitation
          </Button>
        </form>
      );
  }
}

interface OtherPersonProps {
  readonly invited: string;
  readonly signedInAs: string;
  readonly path: string;
}

function OtherPerson({ invited, signedInAs, path }: OtherPersonProps) {
  const [busy, setBusy] = useState(false);
  async function signOut() {
    setBusy(true);
    const next = await postToSignIn("signout", { callbackUrl: path });
    window.location.assign(next ?? path);
  }
  return (
    <>
      <div className={styles["trouble"]}>
        <Alert type="warning">
          You are signed in as {signedInAs}. Only {invited} can accept this invitation.
        </Alert>
      </div>
      <Button fullWidth loading={busy} loadingText="Signing out" onClick={() => void signOut()}>
        Sign out and use another address
      </Button>
    </>
  );
}
