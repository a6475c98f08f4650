/** The AWS accounts and fixed access keys of the sandbox. The keys are not valid in AWS. */
export const PARTNER_ACCOUNT = "999999999999";
export const CANARY_ACCOUNT = "111111111111";
const ACME_ACCOUNT = "222222222222";
const GLOBEX_ACCOUNT = "333333333333";

/** The accounts of customers, which the console shows. The first one is its default. */
export const CUSTOMER_ACCOUNTS: readonly string[] = [ACME_ACCOUNT, GLOBEX_ACCOUNT];

export type FixedKey = { readonly accessKeyId: string; readonly secretAccessKey: string; readonly accountId: string } & (
  | { readonly is: "administrator"; readonly userName: string }
  | { readonly is: "role"; readonly roleName: string; readonly sessionName: string }
);

export const FIXED_KEYS: readonly FixedKey[] = [
  {
    accessKeyId: "AKIASANDBOXPARTNER01",
    secretAccessKey: "sandbox-partner-secret",
    accountId: PARTNER_ACCOUNT,
    is: "role",
    roleName: "sallyport",
    sessionName: "sandbox",
  },
  {
    accessKeyId: "AKIASANDBOXPARTNER02",
    secretAccessKey: "sandbox-partner-administrator-secret",
    accountId: PARTNER_ACCOUNT,
    is: "administrator",
    userName: "administrator",
  },
  {
    accessKeyId: "AKIASANDBOXCANARY001",
    secretAccessKey: "sandbox-canary-administrator-secret",
    accountId: CANARY_ACCOUNT,
    is: "administrator",
    userName: "administrator",
  },
  {
    accessKeyId: "AKIASANDBOXACME00001",
    secretAccessKey: "sandbox-acme-secret",
    accountId: ACME_ACCOUNT,
    is: "administrator",
    userName: "administrator",
  },
  {
    accessKeyId: "AKIASANDBOXGLOBEX001",
    secretAccessKey: "sandbox-globex-secret",
    accountId: GLOBEX_ACCOUNT,
    is: "administrator",
    userName: "administrator",
  },
];
