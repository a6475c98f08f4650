import Button from "@cloudscape-design/components/button";
import { PublicFrame } from "./public-frame.tsx";
import signInStyles from "./sign-in-screen.module.css";

interface BrokenScreenProps {
  readonly reference: string | undefined;
  readonly onRetry: () => void;
}

/** An unexpected error: a reference to quote, and a button to try again. */
export function BrokenScreen({ reference, onRetry }: BrokenScreenProps) {
  return (
    <PublicFrame>
      <h1 className={signInStyles["title"]}>Unexpected error</h1>
      <p className={signInStyles["text"]} role="alert">
        {reference ? `Try again. If the error repeats, contact support with this reference: ${reference}.` : "Try again."}
      </p>
      <Button variant="primary" onClick={onRetry}>
        Try again
      </Button>
    </PublicFrame>
  );
}
