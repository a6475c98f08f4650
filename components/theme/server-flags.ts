const FLAGS = Symbol.for("awsui-global-flags");

/**
 * Tells Cloudscape on the server that its optional features are off. A flag that is not set is looked up in `window.top`, which is a
 * ReferenceError on the server: about a hundred of them for each page, 2 to 3 ms.
 */
export function setServerFlags(): void {
  if (typeof window !== "undefined") return;
  Object.assign(globalThis, { [FLAGS]: { oneTheme: false, appLayoutWidget: false, appLayoutToolbar: false, analyticsMetadata: false } });
}
