import { checkDate } from "./check-date.ts";
import { brokenResource, isLegacyArn } from "./check-resource.ts";
import { conditionOperators } from "./condition-operators.ts";
import { malformedPolicy } from "./policy-document.ts";

type Raw = Readonly<Record<string, unknown>>;

const ELEMENTS = new Set(["Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition"]);
const OPERATOR = /^(?:ForAllValues:|ForAnyValue:)?([A-Za-z]+?)(?:IfExists)?$/;

const syntax = () => malformedPolicy("Syntax errors in policy.");
const legacy = () => malformedPolicy("The policy failed legacy parsing");
const actions = () => malformedPolicy("Policy statement must contain actions.");

/**
 * Checks the statements of a permission policy in the order in which IAM does, which decides the message when several things
 * are wrong. The order and the messages are recorded: `sandbox/facts/iam-policy-documents.json`. `kind` is `managed` for a
 * customer managed policy, whose version must be 2012-10-17.
 * @throws AwsError MalformedPolicyDocument
 */
export function checkPermissionPolicy(document: Raw, statements: readonly unknown[], kind: "identity" | "managed"): void {
  const checked = statements.map(checkSyntax);
  if (kind === "managed" && document["Version"] !== "2012-10-17")
    throw malformedPolicy("Policy document must be version 2012-10-17 or greater.");
  for (const statement of checked) {
    if (statement["Principal"] !== undefined || statement["NotPrincipal"] !== undefined)
      throw malformedPolicy("Policy document should not specify a principal.");
    if (statement["Effect"] !== "Allow" && statement["Effect"] !== "Deny") throw legacy();
    for (const value of datesOf(statement)) if (!checkDate(value)) throw legacy();
  }
  const resources = checked.map((statement) => listOf(statement["Resource"] ?? statement["NotResource"]));
  const broken = resources.flat().flatMap((resource) => brokenResource(resource) ?? []);
  if (broken.length === 0 && !resources.flat().every(isLegacyArn)) throw legacy();
  rejectDuplicateSids(checked);
  if (checked.some((statement) => listOf(statement["Action"] ?? statement["NotAction"]).length === 0)) throw actions();
  if (broken[0] !== undefined) throw malformedPolicy(broken[0]);
  if (resources.some((each) => each.length === 0)) throw malformedPolicy("Policy statement must contain resources.");
  for (const statement of checked) for (const action of listOf(statement["Action"] ?? statement["NotAction"])) checkAction(action);
}

function checkSyntax(raw: unknown): Raw {
  if (typeof raw !== "object" || raw === null || Array.isArray(raw)) throw syntax();
  const statement = raw as Raw;
  const { Sid: sid, Effect: effect, Condition: condition } = statement;
  const texts = ["Action", "NotAction", "Resource", "NotResource"].map((name) => statement[name]);
  const valid =
    Object.keys(statement).every((name) => ELEMENTS.has(name)) &&
    (sid === undefined || typeof sid === "string") &&
    typeof effect === "string" &&
    /^(?:allow|deny)$/i.test(effect) &&
    texts.every((value) => value === undefined || isTextOrTexts(value)) &&
    !(statement["Action"] !== undefined && statement["NotAction"] !== undefined) &&
    !(statement["Resource"] !== undefined && statement["NotResource"] !== undefined) &&
    (condition === undefined || isCondition(condition));
  if (!valid) throw syntax();
  if (typeof sid === "string" && !/^[0-9A-Za-z]*$/.test(sid)) {
    throw malformedPolicy("Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*");
  }
  return statement;
}

const isTextOrTexts = (value: unknown) =>
  typeof value === "string" || (Array.isArray(value) && value.every((item) => typeof item === "string"));

/** An unknown operator is accepted when it has no keys. */
function isCondition(condition: unknown): boolean {
  if (!isObject(condition)) return false;
  return Object.entries(condition).every(([written, keys]) => {
    if (!isObject(keys)) return false;
    const operator = OPERATOR.exec(written)?.[1] ?? "";
    const known = written === "Null" || conditionOperators.has(operator);
    return (known || Object.keys(keys).length === 0) && Object.values(keys).every((value) => listOf(value).every(isScalar));
  });
}

const isObject = (value: unknown): value is Raw => typeof value === "object" && value !== null && !Array.isArray(value);
const isScalar = (value: unknown) => ["string", "number", "boolean"].includes(typeof value);

function datesOf(statement: Raw): string[] {
  return Object.entries((statement["Condition"] ?? {}) as Record<string, Raw>)
    .filter(([written]) => OPERATOR.exec(written)?.[1]?.startsWith("Date") === true)
    .flatMap(([, keys]) => Object.values(keys).flatMap(listOf));
}

function listOf(value: unknown): string[] {
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : [value]) as string[];
}

export function rejectDuplicateSids(statements: readonly unknown[]): void {
  const sids = statements.flatMap((statement) => {
    const sid = (statement as Raw)["Sid"];
    return typeof sid === "string" && sid !== "" ? [sid] : [];
  });
  if (new Set(sids).size !== sids.length) throw malformedPolicy("Statement IDs (SID) in a single policy must be unique.");
}

function checkAction(action: string): void {
  if (action === "*") return;
  const [vendor = "", name, ...rest] = action.split(":");
  if (rest.length > 0) throw malformedPolicy("Actions/Condition can contain only one colon.");
  if (name === undefined || name === "" || vendor === "")
    throw malformedPolicy("Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.");
  if (!/^[A-Za-z0-9.-]+$/.test(vendor)) throw malformedPolicy(`Vendor ${vendor} is not valid`);
}
