import type { Examination, Finding } from "#lib/verification/examine-trust-policy-view.ts";

type Examined = Extract<Examination, { kind: "examined" }>;

export interface ExaminationWords {
  readonly tone: "success" | "warning" | "error";
  readonly title: string;
}

const WORDS: Readonly<Record<Examined["verdict"], ExaminationWords>> = {
  sound: { tone: "success", title: "Sound: it opens for us with this connection’s External ID alone" },
  loose: { tone: "warning", title: "Almost: it also lists an ID that isn’t this connection’s" },
  open: { tone: "error", title: "Open: it lets in more than it should" },
  "locked-out": { tone: "error", title: "Shut: it doesn’t let us in" },
};

/** The doctor's answer in one line. */
export function examinationWords(examination: Examination): ExaminationWords {
  if (examination.kind === "unreadable") return { tone: "warning", title: `Unreadable at line ${examination.line}` };
  return WORDS[examination.verdict];
}

export interface MarkedLine {
  /** From 1. */
  readonly number: number;
  readonly text: string;
  readonly sentence: string;
  readonly tone: "error" | "warning";
}

const SHOWN = 160;

/** Each finding with the line that it points at, as it was pasted. */
export function markedLines(text: string, examination: Examination): readonly MarkedLine[] {
  const lines = text.split("\n");
  const shown = (line: number) => (lines[line - 1] ?? "").trim().slice(0, SHOWN);
  if (examination.kind === "unreadable") {
    const { line, sentence } = examination;
    return [{ number: line, text: shown(line), sentence, tone: "warning" }];
  }
  return examination.findings.map(({ line, sentence, severity }: Finding) => ({
    number: line,
    text: shown(line),
    sentence,
    tone: severity === "warning" ? "warning" : "error",
  }));
}
