"use client";

import { type ReactNode, useEffect, useId, useRef } from "react";
import styles from "./native-dialog.module.css";

interface NativeDialogProps {
  readonly title: string;
  readonly wide?: boolean;
  readonly className: string | undefined;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/**
 * A dialog that is the browser's own `dialog` element, with a button to close it. The log page uses it in place of
 * Cloudscape's Modal, which would add to the first load of the page.
 */
export function NativeDialog({ title, wide = false, className = "", onClose, children }: NativeDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog
      ref={dialog}
      className={`${styles["dialog"]} ${wide ? styles["wide"] : ""} ${className}`}
      aria-labelledby={heading}
      onClose={onClose}
    >
      <h2 id={heading}>{title}</h2>
      {children}
      <form method="dialog">
        <button type="submit">Close</button>
      </form>
    </dialog>
  );
}
