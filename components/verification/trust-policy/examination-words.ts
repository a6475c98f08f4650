import type { Examination, Finding } from "#lib/verification/shared/examine-trust-policy.ts";

type Examined = Extract<Examination, { kind: "examined" }>;

export interface ExaminationWords {
  readonly tone: "success" | "warning" | "error";
  readonly title: string;
}

const WORDS: Readonly<Record<Examined["verdict"], ExaminationWords>> = {
  sound: { tone: "success", title: "Secure: allows only calls with this connection’s External ID" },
  loose: { tone: "warning", title: "Warning: also lists an External ID that isn’t this connection’s" },
  open: { tone: "error", title: "Not secure: allows more than it should" },
  "locked-out": { tone: "error", title: "Access denied: doesn’t allow the portal" },
};

/** The doctor's result in one line. */
export function examinationWords(examination: Examination): ExaminationWords {
  if (examination.kind === "unreadable") return { tone: "warning", title: `Invalid policy at line ${examination.line}` };
  return WORDS[examination.verdict];
}

export interface MarkedLine {
  /** Line number, starting at 1. */
  readonly number: number;
  readonly text: string;
  readonly sentence: string;
  readonly tone: "error" | "warning";
}

const MAX_LINE_LENGTH = 160;

/** Each finding with the line of the pasted text that it refers to. */
export function markedLines(text: string, examination: Examination): readonly MarkedLine[] {
  const lines = text.split("\n");
  const textOf = (line: number) => (lines[line - 1] ?? "").trim().slice(0, MAX_LINE_LENGTH);
  if (examination.kind === "unreadable") {
    const { line, sentence } = examination;
    return [{ number: line, text: textOf(line), sentence, tone: "warning" }];
  }
  return examination.findings.map(({ line, sentence, severity }: Finding) => ({
    number: line,
    text: textOf(line),
    sentence,
    tone: severity === "warning" ? "warning" : "error",
  }));
}
