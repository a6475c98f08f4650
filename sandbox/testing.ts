// What tests outside this package may use of it, besides the policy engine (`./policies`). It is a list of exports because it is an entry of
// the package: files can move inside without a change outside.
export { findAwsCli } from "./aws/protocol/testing/find-aws-cli.ts";
export { TEST_KEYS } from "./aws/protocol/testing/signed-request.ts";
export { type Sandbox, type SandboxOptions, startSandbox } from "./start-sandbox.ts";
export { type SandboxProcess, startSandboxProcess } from "./start-sandbox-process.ts";
