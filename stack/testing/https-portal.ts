import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { request } from "node:http";
import { createServer } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "#db/testing/free-port.ts";
import { PROGRAM } from "#stack/build/build-release.ts";
import { partEnvironment } from "./running-stack.ts";

export interface HttpsPortal {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Adds a web process with an https URL to the running stack, behind a proxy with a certificate of its own, and an identity provider that returns
 * to that URL. WebKit does not store Secure cookies of http://localhost, so nobody can sign in there.
 * @throws Error if openssl cannot make a certificate, or if a process does not answer within a minute
 */
export async function startHttpsPortal(): Promise<HttpsPortal> {
  const [port, web, idp, smtp] = [await freePort(), await freePort(), await freePort(), await freePort()];
  const url = `https://localhost:${port}`;
  const { PATH = "" } = process.env;
  const children: ChildProcess[] = [
    spawn(process.execPath, ["sandbox/main.ts"], {
      env: { NODE_ENV: "production", PATH, SANDBOX_PORT: String(idp), SANDBOX_SMTP_PORT: String(smtp), APP_URL: url },
      stdio: "ignore",
    }),
    spawn(process.execPath, [PROGRAM, "web"], {
      env: {
        NODE_ENV: "production",
        PATH,
        ...partEnvironment("web"),
        ...{ PORT: String(web), APP_URL: url, NEXTAUTH_URL: url, OIDC_ISSUER: `http://localhost:${idp}/idp`, TRUSTED_PROXY_HOPS: "1" },
      },
      stdio: "ignore",
    }),
  ];
  const proxy = createServer(certificate(), (incoming, outgoing) => {
    const { headers, method, url: path } = incoming;
    const forwarded = { "x-forwarded-for": "127.0.0.1", "x-forwarded-proto": "https", "x-forwarded-host": headers.host };
    const upstream = request({ host: "127.0.0.1", port: web, method, path, headers: { ...headers, ...forwarded } }, (answer) => {
      // Otherwise the browser would also expect https from the identity provider on this host.
      const { "strict-transport-security": _, ...kept } = answer.headers;
      outgoing.writeHead(answer.statusCode ?? 502, kept);
      answer.pipe(outgoing);
    });
    upstream.on("error", () => outgoing.destroy());
    outgoing.on("close", () => upstream.destroy());
    incoming.pipe(upstream);
  });
  await new Promise<void>((resolve) => proxy.listen(port, "127.0.0.1", resolve));
  const stop = async () => {
    for (const child of children) child.kill("SIGTERM");
    proxy.closeAllConnections();
    await new Promise((resolve) => proxy.close(resolve));
  };
  try {
    await Promise.all([answers(`http://127.0.0.1:${web}/api/health/ready`), answers(`http://127.0.0.1:${idp}/mail`)]);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, stop };
}

/** A self-signed certificate of localhost. The driver lets the browser accept it. */
function certificate(): { readonly key: Buffer; readonly cert: Buffer } {
  const folder = mkdtempSync(join(tmpdir(), "certificate-"));
  const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  const words = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"];
  const { status } = spawnSync("openssl", [...words, "-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", cert]);
  if (status !== 0) throw new Error("openssl could not make a certificate.");
  const made = { key: readFileSync(key), cert: readFileSync(cert) };
  rmSync(folder, { recursive: true });
  return made;
}

async function answers(url: string): Promise<void> {
  const end = performance.now() + 60_000;
  while (
    !(await fetch(url)
      .then(({ ok }) => ok)
      .catch(() => false))
  ) {
    if (performance.now() > end) throw new Error(`${url} did not answer`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
