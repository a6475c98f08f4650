"use client";
import Button from "@cloudscape-design/components/button";
import { PublicFrame } from "./public-frame.tsx";
import styles from "./sign-in-screen.module.css";

interface BrokenScreenProps {
  readonly reference: string | undefined;
  readonly onRetry: () => void;
}

/** What nobody expected: a reference to quote, and another try. */
export function BrokenScreen({ reference, onRetry }: BrokenScreenProps) {
  return (
    <PublicFrame>
      <h1 className={styles["title"]}>Unexpected error</h1>
      <p className={styles["text"]} role="alert">
        {reference ? `Try again. If the error repeats, contact us with this reference: ${reference}.` : "Try again."}
      </p>
      <Button variant="primary" onClick={onRetry}>
        Try again
      </Button>
    </PublicFrame>
  );
}
