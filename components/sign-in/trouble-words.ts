import type { SignInTrouble } from "#lib/sign-in/sign-in-view.ts";

/** What the person reads when signing in did not work, and what they can do about it. */
export const TROUBLE_WORDS: Readonly<Record<SignInTrouble, string>> = {
  refused: "That address can’t sign in here. Ask an owner at your company for an invitation.",
  "no-membership": "You are signed in, but you belong to no company here yet. Open the link of your invitation, or ask an owner for one.",
  "link-spent": "This link was used already or is older than ten minutes. Ask for a new one.",
  "provider-down": "Single sign-on didn’t answer. Try again in a moment, or use a link by email.",
  "not-linked": "This sign-on belongs to somebody else here. Sign in the way you did before, or ask an owner.",
  "too-many": "Too many tries came from your network. Try again in ten minutes.",
  failed: "Signing in didn’t work. Please try again.",
};
