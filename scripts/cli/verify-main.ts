// A static import that fails would exit with status 1, which means "not secure". So the engine is imported here, and a failure to load it
// is inconclusive.
try {
  const { verifyAtTerminal } = await import("#lib/verification/cli/verify.ts");
  // biome-ignore lint/style/noProcessEnv: parsed there
  process.exitCode = await verifyAtTerminal(process.argv.slice(2), process.env, {
    out: (line) => void process.stdout.write(`${line}\n`),
    err: (line) => void process.stderr.write(`${line}\n`),
  });
} catch (error) {
  const missing = (error as { code?: unknown }).code === "ERR_MODULE_NOT_FOUND";
  process.stderr.write(missing ? "Run npm ci first.\n" : `inconclusive: ${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = missing ? 64 : 3;
}

export {};
