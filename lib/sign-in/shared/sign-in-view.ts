/** Why a person was sent back to the sign-in page. */
export type SignInTrouble = "refused" | "no-membership" | "link-spent" | "provider-down" | "not-linked" | "too-many" | "failed";

/** Characters of the path to which sign-in returns. A longer one leads to the home page. */
export const LONGEST_RETURN_PATH = 2000;

export interface SignInView {
  readonly trouble: SignInTrouble | null;
  /** The path on this portal to go to after sign-in. */
  readonly callbackUrl: string;
  /** Staff have an identity provider of their own. */
  readonly staffEntryPoint: boolean;
  readonly partnerName: string;
  /** Shown so that customers can compare it with the template. */
  readonly partnerAccountId: string;
}

/** What the page of a mailed link shows. `action` is the URL to which its form posts. */
export type ConfirmLinkView =
  | { readonly kind: "spent" }
  /** Whether this browser requested the link; in another browser the reader must confirm the account. */
  | { readonly kind: "same-browser" | "other-browser"; readonly email: string; readonly action: string };

export interface InvitationPageView {
  /** The company of the invitation, or null for the partner's staff. */
  readonly customerName: string | null;
  readonly role: string;
  readonly email: string;
  /** The identity provider with which the invited person signs in. */
  readonly provider: "oidc" | "staff-oidc";
  /** Whether the person signed in by a mailed link, but needs single sign-on to become staff. */
  readonly needsSingleSignOn: boolean;
  /** The path of this page. */
  readonly path: string;
  readonly reader:
    | { readonly kind: "signed-out" }
    | { readonly kind: "other-person"; readonly email: string }
    | { readonly kind: "invited" };
}

/** The page on which somebody confirms an address that an owner added to the security contacts. */
export interface ContactPageView {
  readonly customerName: string;
  readonly email: string;
  readonly isConfirmed: boolean;
  /** Where the form posts to. */
  readonly action: string;
}
