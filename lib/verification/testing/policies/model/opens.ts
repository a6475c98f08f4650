import { conditionHolds, contextOf } from "./condition-holds.ts";
import { fits } from "./fits.ts";
import { listOf, type PrincipalElement, type TrustDocument, type TrustRequest, type TrustStatement } from "./trust-document.ts";

/**
 * The direct model: does a role with this trust policy open for this call, made by a role of another account that may
 * assume anything? Written from the IAM user guide alone ("Policy evaluation logic", "Principal", "Condition"), so that
 * it can be held against the sandbox and the engine; it shares no line with either.
 */
export function opens(document: TrustDocument, request: TrustRequest): boolean {
  const context = contextOf(request);
  const speaking = document.Statement.filter(
    (statement) =>
      namesCaller(statement, request.callerArn) && namesAction(statement) && conditionHolds(statement.Condition, document.Version, context),
  );
  return speaking.length > 0 && speaking.every(({ Effect }) => Effect === "Allow");
}

function namesCaller({ Principal, NotPrincipal }: TrustStatement, callerArn: string): boolean {
  return Principal !== undefined ? isAmong(Principal, callerArn) : NotPrincipal !== undefined && !isAmong(NotPrincipal, callerArn);
}

/** By itself, by its account in either notation, or as anybody. A service is never a caller here. */
function isAmong(element: PrincipalElement, callerArn: string): boolean {
  if (element === "*") return true;
  const [, , , , account = ""] = callerArn.split(":");
  return listOf(element["AWS"] ?? []).some((name) => ["*", account, `arn:aws:iam::${account}:root`, callerArn].includes(name));
}

function namesAction({ Action, NotAction }: TrustStatement): boolean {
  const isNamed = (names: TrustStatement["Action"]) => listOf(names ?? []).some((name) => fits(name.toLowerCase(), "sts:assumerole"));
  return Action !== undefined ? isNamed(Action) : !isNamed(NotAction);
}
