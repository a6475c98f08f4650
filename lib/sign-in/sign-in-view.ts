/** Why somebody stands before the sign-in page again. */
export type SignInTrouble = "refused" | "no-membership" | "link-spent" | "provider-down" | "not-linked" | "failed";

export interface SignInView {
  readonly trouble: SignInTrouble | null;
  /** The path to go to afterwards; on this portal. */
  readonly callbackUrl: string;
  /** Staff have an identity provider of their own. */
  readonly staffDoor: boolean;
  readonly partnerName: string;
  /** Customers compare it with the template. */
  readonly partnerAccountId: string;
}

export interface InvitationPageView {
  /** The company invited into, or null for the partner's own staff. */
  readonly customerName: string | null;
  readonly role: string;
  readonly email: string;
  /** The person signed in by mail, and staff are an identity at the single sign-on. */
  readonly needsSingleSignOn?: boolean;
  readonly reader:
    | { readonly kind: "signed-out"; readonly signInPath: string }
    | { readonly kind: "other-person"; readonly email: string; readonly path: string }
    | { readonly kind: "invited"; readonly acceptPath: string };
}
