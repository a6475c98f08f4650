"use client";

import Button, { type ButtonProps } from "@cloudscape-design/components/button";
import { useEffect, useState } from "react";

interface CopyButtonProps {
  readonly text: string;
  /** The accessible name, whole: "Copy External ID". */
  readonly name: string;
  /** The visible word; without one the button is its icon alone. */
  readonly children?: string;
  readonly variant?: ButtonProps.Variant;
}

/** Puts a text on the clipboard and says so, in sight and to a screen reader, for three seconds. */
export function CopyButton({ text, name, children, variant = "normal" }: CopyButtonProps) {
  const [state, setState] = useState<"idle" | "copied" | "failed">("idle");
  useEffect(() => {
    if (state === "idle") return;
    const timer = setTimeout(() => setState("idle"), 3_000);
    return () => clearTimeout(timer);
  }, [state]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setState("copied");
    } catch {
      setState("failed");
    }
  };
  return (
    <>
      <Button
        variant={children === undefined ? "inline-icon" : variant}
        iconName={state === "copied" ? "check" : "copy"}
        ariaLabel={name}
        onClick={copy}
        formAction="none"
      >
        {children}
      </Button>
      <span aria-live="polite" className={state === "failed" ? "small" : "unseen"}>
        {state === "copied" && "Copied"}
        {state === "failed" && "Your browser blocked copying. Select the text and copy it manually."}
      </span>
    </>
  );
}
