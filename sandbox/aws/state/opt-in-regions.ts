import { AwsError } from "#sandbox/aws/protocol/aws-error.ts";

/** The Regions that an account must enable before it can use them. Source: AWS account management guide, "Enable or disable AWS Regions". */
const OPT_IN: ReadonlySet<string> = new Set([
  ...["af-south-1", "ap-east-1", "ap-east-2", "ap-south-2", "ap-southeast-3", "ap-southeast-4", "ap-southeast-5", "ap-southeast-6"],
  ...["ap-southeast-7", "ca-west-1", "eu-central-2", "eu-south-1", "eu-south-2", "il-central-1", "me-central-1", "me-south-1"],
  "mx-central-1",
]);

/** Calls to the global endpoint of STS are signed for this Region. Source: STS guide, "Manage AWS STS in an AWS Region". */
const GLOBAL_ENDPOINT_REGION = "us-east-1";

export interface OptInSettings {
  /** The version of the tokens that the global endpoint issues: version 1 is valid only in Regions that are enabled by default. */
  readonly globalTokenVersion: 1 | 2;
  /** The opt-in Regions that no account has enabled: no key is valid there. */
  readonly notEnabled: readonly string[];
}

const EVERYTHING_VALID: OptInSettings = { globalTokenVersion: 2, notEnabled: [] };

/**
 * Which keys are valid in Regions that are not enabled by default. Version 1 is what AWS uses unless the account changes it; the sandbox
 * starts with version 2, because its only endpoint cannot tell the global endpoint from that of us-east-1.
 * Source: IAM API reference, SetSecurityTokenServicePreferences.
 */
export class OptInRegions {
  #settings = EVERYTHING_VALID;

  set(settings: Partial<OptInSettings>): void {
    this.#settings = { ...EVERYTHING_VALID, ...settings };
  }

  /** Whether a session token issued in this Region now is one of the global endpoint's version 1. */
  issuesLimitedToken(region: string): boolean {
    return this.#settings.globalTokenVersion === 1 && region === GLOBAL_ENDPOINT_REGION;
  }

  /** @throws AwsError InvalidClientTokenId when the key is not valid in the Region */
  check(region: string, key: { readonly isLimited: boolean }): void {
    if (!OPT_IN.has(region)) return;
    if (key.isLimited || this.#settings.notEnabled.includes(region))
      throw new AwsError("InvalidClientTokenId", "The security token included in the request is invalid.", 403);
  }
}

export const isOptInRegion = (region: string): boolean => OPT_IN.has(region);
