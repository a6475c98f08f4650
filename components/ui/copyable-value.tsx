import type { ReactNode } from "react";
import { CopyButton } from "./copy-button.tsx";

interface CopyableValueProps {
  readonly value: string;
  /** ID of the element with the value's label. */
  readonly labelId: string;
  /** The copy button's accessible name. */
  readonly copyName: string;
  /** The copy button's visible label. Without it the button is only an icon. */
  readonly copyLabel?: string;
}

/** A value with its copy button, for a row of the caller's own style. The value is text, not an input, because it cannot be changed. */
export function CopyableValue({ value, labelId, copyName, copyLabel }: CopyableValueProps) {
  return (
    <>
      <LabeledText labelId={labelId} className="mono">
        {value}
      </LabeledText>
      {copyLabel === undefined ? (
        <CopyButton text={value} name={copyName} />
      ) : (
        <CopyButton text={value} name={copyName}>
          {copyLabel}
        </CopyButton>
      )}
    </>
  );
}

/** A text with a label that assistive technologies read with it. */
export function LabeledText(props: { readonly labelId: string; readonly className: string; readonly children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for inputs, and this is text that must not be one
    <span role="group" aria-labelledby={props.labelId} className={props.className}>
      {props.children}
    </span>
  );
}
