/** The S3 object of a template. `region` is null if the URL does not contain it. */
export interface TemplateLocation {
  readonly bucket: string;
  readonly key: string;
  readonly region: string | null;
}

const BUCKET = "[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]";
const S3 = "s3(?:\\.dualstack)?(?:[.-]([a-z0-9-]+))?\\.amazonaws\\.com(?:\\.cn)?";
const VIRTUAL_HOST = new RegExp(`^(${BUCKET})\\.${S3}$`);
const PATH_STYLE = new RegExp(`^${S3}$`);

/**
 * The bucket and key of TEMPLATE_URL, in virtual-hosted style or path style
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html). With a custom S3 endpoint, `/s3/<bucket>/<key>` and
 * `/<bucket>/<key>`. @throws Error if the URL is not the URL of an S3 object
 */
export function templateLocation(templateUrl: string, custom: boolean): TemplateLocation {
  const url = new URL(templateUrl);
  if (url.search !== "" || url.hash !== "") throw new Error("TEMPLATE_URL must be an object URL without ? or #.");
  const path = decodeURIComponent(url.pathname.slice(1));
  if (custom) return inPath(path.replace(/^s3\//, ""), null);
  if (url.protocol !== "https:") throw new Error("TEMPLATE_URL must be an https URL.");
  const hosted = VIRTUAL_HOST.exec(url.hostname);
  if (hosted !== null && path !== "") return { bucket: hosted[1] ?? "", key: path, region: hosted[2] ?? null };
  const styled = PATH_STYLE.exec(url.hostname);
  if (styled !== null) return inPath(path, styled[1] ?? null);
  throw new Error("TEMPLATE_URL is not the URL of an S3 object.");
}

function inPath(path: string, region: string | null): TemplateLocation {
  const [, bucket, key] = new RegExp(`^(${BUCKET})/(.+)$`, "s").exec(path) ?? [];
  if (bucket === undefined || key === undefined) throw new Error("TEMPLATE_URL must contain a bucket and a key.");
  return { bucket, key, region };
}
