import { z } from "zod";

/** The choices of step 2 as a request brings them: closed words and bounded texts. `saveChoices` holds them against the template. */
export const RoleChoicesInput = z.strictObject({
  tier: z.enum(["browse", "query", "tail"]),
  logGroupPrefix: z.string().max(512),
  stackRegion: z.string().max(40),
  permissionsBoundaryArn: z.string().max(2048),
  rolePath: z.string().max(512),
  allowSelfInspection: z.boolean(),
});
