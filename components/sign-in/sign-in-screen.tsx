"use client";
import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Input, { type InputProps } from "@cloudscape-design/components/input";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { forgetRecentPlaces } from "#components/palette/recent-places.ts";
import { PortalMessages } from "#components/theme/portal-messages.tsx";
import { forgetOldFragment, keepFragment } from "#components/ui/kept-fragment.ts";
import { forgetValues } from "#components/ui/session-values.ts";
import type { SignInTrouble, SignInView } from "#lib/sign-in/shared/sign-in-view.ts";
import { PublicFrame } from "./public-frame.tsx";
import styles from "./sign-in-screen.module.css";

type Doing = "nothing" | "oidc" | "staff-oidc" | "email";

/** The sign-in page: single sign-on first, then a link by email, then staff sign-in where it is configured. */
export function SignInScreen({ view }: { readonly view: SignInView }) {
  const [trouble, setTrouble] = useState<SignInTrouble | null>(view.trouble);
  const [doing, setDoing] = useState<Doing>("nothing");
  const [email, setEmail] = useState("");
  const [emailError, setEmailError] = useState("");
  const field = useRef<InputProps.Ref>(null);
  useEffect(() => {
    forgetValues();
    forgetRecentPlaces();
    forgetOldFragment();
  }, []);

  async function go(what: Exclude<Doing, "nothing">, fields: Readonly<Record<string, string>> = {}) {
    setDoing(what);
    const callbackUrl = keepFragment(view.callbackUrl, what === "email" ? "email" : "single-sign-on");
    const next = await postToSignIn(`signin/${what}`, { ...fields, callbackUrl });
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

/** Explains why sign-in failed and what to do next. */
const TROUBLE_WORDS: Readonly<Record<SignInTrouble, string>> = {
  refused: "This address can’t sign in here. Ask an owner at your company for an invitation. Staff of the partner ask one of its admins.",
  "no-membership":
    "You are signed in, but you don’t belong to a company here yet. Open the link in your invitation, or ask an owner at your company for an invitation.",
  "link-spent": "This link was already used or is older than ten minutes. Request a new one.",
  "provider-down": "Single sign-on did not respond. Try again in a moment, or sign in with an email link.",
  "not-linked":
    "This single sign-on account belongs to a different user of this portal. Sign in with the account or email link that you used before, or ask an owner of your company for help.",
  "too-many": "Too many sign-in attempts from your network. Try again in ten minutes.",
  failed: "Sign-in failed. Try again.",
};

/** Path that the browser opens next, or null when the portal does not answer. */
export type NextAddress = string | null;

/**
 * Posts to one of Auth.js's endpoints (`signin/oidc`, `signin/email`, `signout`) with its CSRF token. Written here
 * because the client library would add to the size of the sign-in page.
 */
export async function postToSignIn(address: string, fields: Readonly<Record<string, string>>): Promise<NextAddress> {
  try {
    const csrf = (await (await fetch("/api/auth/csrf")).json()) as { csrfToken: string };
    const body = new URLSearchParams({ ...fields, csrfToken: csrf.csrfToken, json: "true" });
    const answer = await fetch(`/api/auth/${address}`, { method: "POST", body });
    const { url } = (await answer.json()) as { url?: string };
    return url ?? null;
  } catch {
    return null;
  }
}
