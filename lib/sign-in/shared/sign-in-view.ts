/** Why somebody stands before the sign-in page again. */
export type SignInTrouble = "refused" | "no-membership" | "link-spent" | "provider-down" | "not-linked" | "too-many" | "failed";

export interface SignInView {
  readonly trouble: SignInTrouble | null;
  /** The path to go to afterwards; on this portal. */
  readonly callbackUrl: string;
  /** Staff have an identity provider of their own. */
  readonly staffEntryPoint: boolean;
  readonly partnerName: string;
  /** Customers compare it with the template. */
  readonly partnerAccountId: string;
}

/** What the page of a mailed link shows. `action` is where its form posts. */
export type ConfirmLinkView =
  | { readonly kind: "spent" }
  /** Requested in this browser, or in another one: then its reader must confirm the account. */
  | { readonly kind: "same-browser" | "other-browser"; readonly email: string; readonly action: string };

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
