"use client";

import Button, { type ButtonProps } from "@cloudscape-design/components/button";
import { useEffect, useState } from "react";

interface CopyButtonProps {
  readonly text: string;
  /** The complete accessible name, such as "Copy External ID". */
  readonly name: string;
  /** The visible label. Without it the button is only an icon. */
  readonly children?: string;
  readonly variant?: ButtonProps.Variant;
}

/** Copies a text to the clipboard and confirms that for three seconds, visibly and to screen readers. */
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
      <span aria-live="polite" className={state === "failed" ? "small" : "visually-hidden"}>
        {state === "copied" && "Copied"}
        {state === "failed" && "Your browser blocked copying. Select the text and copy it manually."}
      </span>
    </>
  );
}
