/** An error that CloudFormation returns for a template, its parameters or a stack operation. `code` is AWS's error code. */
export class TemplateError extends Error {
  readonly code: string;

  constructor(message: string, code = "ValidationError") {
    super(message);
    this.name = "TemplateError";
    this.code = code;
  }
}
