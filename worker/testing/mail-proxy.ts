import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";

/** What a mail server does with an address: reject it temporarily, never answer, or accept its email without confirming it. */
export type Treatments = Map<string, "refused" | "unanswered" | "taken-silently">;

/** Starts a proxy of a mail server on this port of the loopback interface, which treats the addresses of `treatments` differently. */
export async function startMailProxy(smtpUrl: string, port: number, treatments: Treatments): Promise<Server> {
  const { hostname, port: real } = new URL(smtpUrl);
  const proxy = createServer((socket) => {
    const behind = connect(Number(real), hostname);
    for (const end of [socket, behind]) end.on("error", () => undefined);
    socket.on("close", () => behind.destroy());
    behind.on("close", () => socket.destroy());
    passOn(socket, behind, treatments);
  });
  proxy.listen(port, "127.0.0.1");
  await once(proxy, "listening");
  return proxy;
}

/** Forwards what a client and a mail server send to each other, except for an address with another treatment. */
function passOn(client: Socket, server: Socket, treatments: Treatments): void {
  let treatment: string | undefined;
  let silent = false;
  client.on("data", (data: Buffer) => {
    const to = /^RCPT TO:<([^>]+)>/.exec(data.toString())?.[1];
    if (to !== undefined) treatment = treatments.get(to);
    silent = treatment === "taken-silently" && data.toString().endsWith(".\r\n");
    if (treatment === "refused" && to !== undefined) client.write("450 not now\r\n");
    else if (treatment !== "unanswered") server.write(data);
  });
  // Without pipelining the client sends one command in each packet.
  server.on("data", (data: Buffer) => silent || client.write(data.toString().replace("PIPELINING", "HELP")));
}
