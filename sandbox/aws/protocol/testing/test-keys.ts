/** The fixed keys, as an SDK client takes them. For tests. */
export const TEST_KEYS = {
  partner: { accessKeyId: "AKIASANDBOXPARTNER01", secretAccessKey: "sandbox-partner-secret" },
  acme: { accessKeyId: "AKIASANDBOXACME00001", secretAccessKey: "sandbox-acme-secret" },
  globex: { accessKeyId: "AKIASANDBOXGLOBEX001", secretAccessKey: "sandbox-globex-secret" },
} as const;
