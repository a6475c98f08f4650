// The engine is loaded here and not above, so that a module that cannot load is "nothing proven" and not exit status 1,
// which says "not secure".
try {
  const { verifyAtTerminal } = await import("#lib/verification/cli/verify.ts");
  process.exitCode = await verifyAtTerminal(process.argv.slice(2), process.env, {
    out: (line) => void process.stdout.write(`${line}\n`),
    err: (line) => void process.stderr.write(`${line}\n`),
  });
} catch (error) {
  const missing = (error as { code?: unknown }).code === "ERR_MODULE_NOT_FOUND";
  process.stderr.write(missing ? "run npm ci first\n" : `inconclusive: ${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = missing ? 64 : 3;
}

export {};
