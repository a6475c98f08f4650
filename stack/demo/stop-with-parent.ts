// Preloaded into every part: when the pipe from the parent closes, the parent is gone, and so are we.
if (!process.stdin.isTTY) {
  process.stdin.on("end", () => process.kill(process.pid, "SIGTERM"));
  process.stdin.on("error", () => process.kill(process.pid, "SIGTERM"));
  process.stdin.resume();
  process.stdin.unref?.();
}
