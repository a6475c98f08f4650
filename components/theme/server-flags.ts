const FLAGS = Symbol.for("awsui-global-flags");

/**
 * Tells Cloudscape on the server that its optional features are off. A flag that is not set is looked up in `window.top`, which is a
 * ReferenceError on the server: 111 of them for the list of connections, about 2 ms in a profile.
 */
export function setServerFlags(): void {
  if (typeof window !== "undefined") return;
  Object.assign(globalThis, { [FLAGS]: { oneTheme: false, appLayoutWidget: false, appLayoutToolbar: false, analyticsMetadata: false } });
}
