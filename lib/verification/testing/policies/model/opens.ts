import { conditionHolds, contextOf } from "./condition-holds.ts";
import { fits } from "./fits.ts";
import { listOf, type PrincipalElement, type TrustDocument, type TrustRequest, type TrustStatement } from "./trust-document.ts";

/**
 * A model of IAM: whether this trust policy allows this call, if the caller is a role of another account and its own policy
 * allows every AssumeRole. It is written only from the IAM user guide ("Policy evaluation logic", "Principal", "Condition") and
 * shares no code with the sandbox or the engine, so that it can be compared with both.
 */
export function opens(document: TrustDocument, request: TrustRequest): boolean {
  const context = contextOf(request);
  const applying = document.Statement.filter(
    (statement) =>
      namesCaller(statement, request.callerArn) && namesAction(statement) && conditionHolds(statement.Condition, document.Version, context),
  );
  return applying.length > 0 && applying.every(({ Effect }) => Effect === "Allow");
}

function namesCaller({ Principal, NotPrincipal }: TrustStatement, callerArn: string): boolean {
  return Principal !== undefined ? isAmong(Principal, callerArn) : NotPrincipal !== undefined && !isAmong(NotPrincipal, callerArn);
}

/** Whether the element names the caller: by its ARN, its account in either notation, or `*`. */
function isAmong(element: PrincipalElement, callerArn: string): boolean {
  if (element === "*") return true;
  const [, , , , account = ""] = callerArn.split(":");
  return listOf(element["AWS"] ?? []).some((name) => ["*", account, `arn:aws:iam::${account}:root`, callerArn].includes(name));
}

function namesAction({ Action, NotAction }: TrustStatement): boolean {
  const isNamed = (names: TrustStatement["Action"]) => listOf(names ?? []).some((name) => fits(name.toLowerCase(), "sts:assumerole"));
  return Action !== undefined ? isNamed(Action) : !isNamed(NotAction);
}
