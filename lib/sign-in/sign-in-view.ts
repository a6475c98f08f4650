/** Why somebody stands before the sign-in page again. */
export type SignInTrouble = "refused" | "no-membership" | "link-spent" | "provider-down" | "not-linked" | "too-many" | "failed";

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
  /** Where single sign-on begins for whoever is invited. */
  readonly provider: "oidc" | "staff-oidc";
  /** The person signed in by mail, and staff are an identity at the single sign-on. */
  readonly needsSingleSignOn: boolean;
  /** This page's own path. */
  readonly path: string;
  readonly reader:
    | { readonly kind: "signed-out" }
    | { readonly kind: "other-person"; readonly email: string }
    | { readonly kind: "invited" };
}
