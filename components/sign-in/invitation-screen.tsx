"use client";
import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import Link from "next/link";
import { useState } from "react";
import { PortalMessages } from "#components/theme/portal-messages.tsx";
import type { InvitationPageView } from "#lib/sign-in/shared/sign-in-view.ts";
import { PublicFrame } from "./public-frame.tsx";
import styles from "./sign-in-screen.module.css";
import { postToSignIn } from "./sign-in-screen.tsx";

interface InvitationProps {
  readonly view: InvitationPageView;
}

/** The page of an invitation: which organization, which role, and the one next step. Accepting works without JavaScript. */
export function InvitationScreen({ view }: InvitationProps) {
  const { email, customerName, role, needsSingleSignOn, reader, path } = view;
  return (
    <PortalMessages>
      <PublicFrame>
        <h1 className={styles["title"]}>Invitation</h1>
        <p className={styles["text"]}>
          <strong>{email}</strong> is invited to join <strong>{customerName ?? "the staff of this portal"}</strong> as {role}. This
          single-use invitation expires after seven days.
        </p>
        {needsSingleSignOn && (
          <div className={styles["trouble"]} role="alert">
            <Alert type="warning">
              Staff sign in with single sign-on. Sign out, open this link again, and continue with single sign-on.
            </Alert>
          </div>
        )}
        {reader.kind === "signed-out" && <SignInFirst view={view} />}
        {reader.kind === "other-person" && <OtherPerson view={view} signedInAs={reader.email} />}
        {reader.kind === "invited" && (
          <form method="post" action={`${path}/accept`}>
            <Button variant="primary" fullWidth formAction="submit">
              Accept invitation
            </Button>
          </form>
        )}
      </PublicFrame>
    </PortalMessages>
  );
}

function SignInFirst({ view: { provider, path, customerName } }: InvitationProps) {
  const { busy, failed, go } = useSignInPost();
  return (
    <>
      <Button
        variant="primary"
        fullWidth
        loading={busy}
        loadingText="Opening single sign-on"
        onClick={() => go(`signin/${provider}`, path)}
      >
        Continue with single sign-on
      </Button>
      {failed && <p role="alert">Sign-in failed. Try again.</p>}
      {customerName !== null && (
        <p className={styles["after"]}>
          <Link href={`/sign-in?${new URLSearchParams({ callbackUrl: path })}`}>Sign in with an email link</Link>
        </p>
      )}
    </>
  );
}

function OtherPerson({ view: { email, path }, signedInAs }: InvitationProps & { readonly signedInAs: string }) {
  const { busy, failed, go } = useSignInPost();
  return (
    <>
      <div className={styles["trouble"]}>
        <Alert type="warning">
          You are signed in as {signedInAs}. Only {email} can accept this invitation.
        </Alert>
      </div>
      <Button fullWidth loading={busy} loadingText="Signing out" onClick={() => go("signout", path)}>
        Sign out and use another address
      </Button>
      {failed && <p role="alert">Sign-out failed. Try again.</p>}
    </>
  );
}

/** Posts to the sign-in endpoint and opens the path that it returns. */
function useSignInPost() {
  const [state, setState] = useState<"idle" | "busy" | "failed">("idle");
  async function post(address: string, callbackUrl: string) {
    setState("busy");
    const next = await postToSignIn(address, { callbackUrl });
    if (next === null) setState("failed");
    else window.location.assign(next);
  }
  return {
    busy: state === "busy",
    failed: state === "failed",
    go: (address: string, callbackUrl: string) => void post(address, callbackUrl),
  };
}
