/** What CloudFormation answers when a template, its parameters or a stack operation is at fault. `code` is AWS's own word. */
export class TemplateError extends Error {
  readonly code: string;

  constructor(message: string, code = "ValidationError") {
    super(message);
    this.name = "TemplateError";
    this.code = code;
  }
}
