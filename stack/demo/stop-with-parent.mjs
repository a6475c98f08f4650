// Preloaded into every process of the demo. When the pipe from the parent closes, the parent has ended, so this process ends too.
if (!process.stdin.isTTY) {
  process.stdin.on("end", () => process.kill(process.pid, "SIGTERM"));
  process.stdin.on("error", () => process.kill(process.pid, "SIGTERM"));
  process.stdin.resume();
  process.stdin.unref?.();
}
