import { opens } from "./opens.ts";
import { CALLERS, type CallerName, OUR_ADDRESS, type Setting } from "./setting.ts";
import type { TrustDocument, TrustRequest } from "./trust-document.ts";
import { wrongIds } from "./wrong-ids.ts";

/** How a call can differ from the portal's besides caller and External ID. */
export type Circumstances = "as-we-send-it" | "next-session-name" | "foreign-session-name" | "foreign-address";

/** A call that must be denied: any except that of the portal with the correct ID. */
export interface WrongRequest {
  readonly caller: CallerName;
  readonly externalId: string | undefined;
  readonly circumstances: Circumstances;
}

/** The model's answers for one policy, cached. */
export type Answers = (caller: CallerName, externalId: string | undefined, circumstances?: Circumstances) => boolean;

export function answersOf(document: TrustDocument, setting: Setting): Answers {
  const known = new Map<string, boolean>();
  return (caller, externalId, circumstances = "as-we-send-it") => {
    const name = `${caller} ${circumstances} ${externalId ?? ""}`;
    const answer = known.get(name) ?? opens(document, requestOf({ caller, externalId, circumstances }, setting));
    known.set(name, answer);
    return answer;
  };
}

export function requestOf({ caller, externalId, circumstances }: WrongRequest, setting: Setting): TrustRequest {
  const { sessionName, nextSessionName } = setting;
  return {
    callerArn: CALLERS[caller],
    externalId,
    sessionName: { "next-session-name": nextSessionName, "foreign-session-name": "admin" }[circumstances as string] ?? sessionName,
    sourceIp: circumstances === "foreign-address" ? "10.1.2.3" : OUR_ADDRESS,
  };
}

/** Calls that must be denied: those that runs send (`sent`), and many that they don't. */
export function wrongRequests(document: TrustDocument, setting: Setting, sent: readonly string[]): readonly WrongRequest[] {
  const ids = [undefined, ...new Set([...sent.filter((id) => id !== setting.externalId), ...wrongIds(document, setting)])];
  const few = [undefined, `${setting.externalId}.${setting.externalId}`, setting.issuedToOthers[0], setting.retired[0]];
  const from = (caller: CallerName, which: readonly (string | undefined)[], circumstances: Circumstances = "as-we-send-it") =>
    which.map((externalId): WrongRequest => ({ caller, externalId, circumstances }));
  return [
    ...from("portal", ids),
    ...from("second", ids),
    ...from("third", few),
    ...(["outside", "neighbor", "stranger"] as const).flatMap((caller) => from(caller, [setting.externalId, ...few])),
    ...(["next-session-name", "foreign-session-name", "foreign-address"] as const).flatMap((each) => from("portal", few, each)),
  ];
}
