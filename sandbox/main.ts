import { startSandbox } from "./start-sandbox.ts";

const { env } = process;
const port = Number(env["SANDBOX_PORT"] ?? 4566);
const portalUrl = env["APP_URL"];
const dataFile = env["SANDBOX_DATA"];

const sandbox = await startSandbox({
  port,
  smtpPort: Number(env["SANDBOX_SMTP_PORT"] ?? (port === 0 ? 0 : port + 1)),
  ...(portalUrl === undefined ? {} : { portalUrl }),
  region: env["AWS_REGION"] ?? "eu-central-1",
  ...(dataFile === undefined ? {} : { dataFile }),
});
// Before the line below, because a program that reads it may stop the process at once.
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => void sandbox.close().then(() => process.exit(0)));
}
console.log(`Sandbox on ${sandbox.url}, mail on ${sandbox.smtpUrl}`);
