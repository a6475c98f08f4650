/** Milliseconds: too short to be noticed, long enough for the request to be sent. */
const HEAD_START_MS = 30;

/** Renders a change after its request was sent, because rendering would delay the request. */
export function renderAfterRequest(draw: () => void): void {
  setTimeout(draw, HEAD_START_MS);
}
