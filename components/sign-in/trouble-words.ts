import type { SignInTrouble } from "#lib/sign-in/shared/sign-in-view.ts";

/** What the person reads when signing in did not work, and what they can do about it. */
export const TROUBLE_WORDS: Readonly<Record<SignInTrouble, string>> = {
  refused: "This address can’t sign in here. Ask an owner at your company for an invitation.",
  "no-membership":
    "You are signed in, but you do not belong to a company here yet. Open the link in your invitation, or ask an owner at your company for one.",
  "link-spent": "This link was already used or is older than ten minutes. Request a new one.",
  "provider-down": "Single sign-on did not respond. Try again in a moment, or sign in with an email link.",
  "not-linked": "This single sign-on account is linked to another person here. Sign in the way you did before, or ask an owner for help.",
  "too-many": "Too many sign-in attempts from your network. Try again in ten minutes.",
  failed: "Sign-in failed. Try again.",
};
