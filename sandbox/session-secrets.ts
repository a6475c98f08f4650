/** The prefixes of every secret key and session token that the sandbox issues, so that tests can search for leaked ones. */
export const SECRET_PREFIX = "SandboxSecret0";
export const TOKEN_PREFIX = "SandboxToken0";
