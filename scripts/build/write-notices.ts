import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { licenseNotices, noticesText, uncoveredFolders } from "./license-notices.ts";

/** Writes the license notices of a built release into its folder. Fails if a package has no license text, or a license that may not ship. */
const [release = "dist"] = process.argv.slice(2);
const notices = licenseNotices(join(release, "web"));
const uncovered = uncoveredFolders(join(release, "web"), notices);
if (uncovered.length > 0) throw new Error(`Without a license notice: ${uncovered.join(", ")}`);
writeFileSync(join(release, "THIRD-PARTY-NOTICES.txt"), noticesText(notices));
