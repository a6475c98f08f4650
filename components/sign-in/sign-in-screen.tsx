"use client";
import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Input, { type InputProps } from "@cloudscape-design/components/input";
import { type FormEvent, useRef, useState } from "react";
import { PortalMessages } from "#components/theme/portal-messages.tsx";
import type { SignInTrouble, SignInView } from "#lib/sign-in/shared/sign-in-view.ts";
import { postToSignIn } from "./post-to-sign-in.ts";
import { PublicFrame } from "./public-frame.tsx";
import styles from "./sign-in-screen.module.css";
import { TROUBLE_WORDS } from "./trouble-words.ts";

type Doing = "nothing" | "oidc" | "staff-oidc" | "email";

/** The way in: single sign-on first, a link by mail second, the staff's own door only where they have one. */
export function SignInScreen({ view }: { readonly view: SignInView }) {
  const [trouble, setTrouble] = useState<SignInTrouble | null>(view.trouble);
  const [doing, setDoing] = useState<Doing>("nothing");
  const [email, setEmail] = useState("");
  const [emailError, setEmailError] = useState("");
  const field = useRef<InputProps.Ref>(null);

  async function go(what: Exclude<Doing, "nothing">, fields: Readonly<Record<string, string>> = {}) {
    setDoing(what);
    const next = await postToSignIn(`signin/${what}`, { ...fields, callbackUrl: view.callbackUrl });
    if (next !== null) return window.location.assign(next);
    setTrouble("failed");
    setDoing("nothing");
  }

  function askForLink(event: FormEvent) {
    event.preventDefault();
    if (/^[^\s@,]+@[^\s@,]+\.[^\s@,]+$/.test(email.trim())) return void go("email", { email: email.trim() });
    setEmailError("Enter your email address, for example you@company.example.");
    field.current?.focus();
  }

  return (
    <PortalMessages>
      <PublicFrame foot={<Foot view={view} busy={doing === "staff-oidc"} onStaff={() => void go("staff-oidc")} />}>
        <h1 className={styles["title"]}>Sign in</h1>
        <p className={styles["hint"]}>Access is by invitation only.</p>
        {trouble && (
          <div className={styles["trouble"]} role="alert">
            <Alert type={trouble === "provider-down" || trouble === "failed" ? "error" : "warning"}>{TROUBLE_WORDS[trouble]}</Alert>
          </div>
        )}
        <Button variant="primary" fullWidth loading={doing === "oidc"} loadingText="Opening single sign-on" onClick={() => void go("oidc")}>
          Continue with single sign-on
        </Button>
        <p className={styles["or"]}>or</p>
        <form onSubmit={askForLink} noValidate>
          <FormField label="Email" errorText={emailError}>
            <Input
              ref={field}
              value={email}
              onChange={({ detail }) => setEmail(detail.value)}
              type="email"
              inputMode="email"
              autoComplete="email"
              placeholder="you@company.example"
            />
          </FormField>
          <div className={styles["send"]}>
            <Button formAction="submit" fullWidth loading={doing === "email"} loadingText="Sending">
              Email me a link
            </Button>
          </div>
        </form>
        <p className={styles["small"]}>
          The single-use link expires after ten minutes. For security, you see the same message for registered and unknown addresses.
        </p>
      </PublicFrame>
    </PortalMessages>
  );
}

function Foot({ view, busy, onStaff }: { readonly view: SignInView; readonly busy: boolean; readonly onStaff: () => void }) {
  return (
    <>
      {view.staffEntryPoint ? (
        <Button variant="inline-link" loading={busy} onClick={onStaff}>
          Partner staff
        </Button>
      ) : (
        <span />
      )}
      <span>
        Operated by {view.partnerName} · AWS account {view.partnerAccountId}
      </span>
    </>
  );
}
