/** Thrown inside the doctor alone; it becomes the answer "unreadable". `at` counts characters from the text's start. */
export class UnreadablePolicy extends Error {
  override readonly name = "UnreadablePolicy";
  readonly at: number;
  constructor(at: number, sentence: string) {
    super(sentence);
    this.at = at;
  }
}
