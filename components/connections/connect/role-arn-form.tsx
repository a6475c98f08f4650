"use client";

import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Input, { type InputProps } from "@cloudscape-design/components/input";
import type { FormEvent, Ref } from "react";
import styles from "./connect.module.css";

interface RoleArnFormProps {
  readonly value: string;
  readonly error: string | null;
  readonly hint: string;
  readonly busy: boolean;
  readonly disabled: boolean;
  readonly primary: boolean;
  readonly field: Ref<InputProps.Ref>;
  readonly onChange: (value: string) => void;
  readonly onVerify: () => void;
}

/** The field for the role ARN and the button that verifies it. The input stays after every result. */
export function RoleArnForm(props: RoleArnFormProps) {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!props.busy && !props.disabled) props.onVerify();
  };
  return (
    <form onSubmit={submit} className={styles["arn"]}>
      <FormField label="Role ARN" constraintText={props.hint} errorText={props.error} stretch>
        <Input
          ref={props.field}
          value={props.value}
          readOnly={props.busy}
          disabled={props.disabled}
          spellcheck={false}
          autoComplete={false}
          placeholder="arn:aws:iam::…:role/sallyport/…"
          onChange={({ detail }) => props.onChange(detail.value)}
        />
      </FormField>
      <Button variant={props.primary ? "primary" : "normal"} loading={props.busy} loadingText="Verifying" disabled={props.disabled}>
        Verify
      </Button>
    </form>
  );
}
