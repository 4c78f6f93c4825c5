import { createSocket } from "node:dgram";
import { once } from "node:events";
import packet from "dns-packet";

/** What the stub says of one name and type: addresses with a TTL in seconds, a failure, or silence. */
export type StubAnswer =
  | { readonly addresses: readonly string[]; readonly ttl?: number }
  | { readonly rcode: "NXDOMAIN" | "SERVFAIL" | "REFUSED" }
  | "silence";

/** A DNS server over UDP that answers by a function. */
export interface StubDns {
  /** `address:port`, as an egress takes it. */
  readonly server: string;
  /** Questions so far, as `A name`. */
  readonly questions: string[];
  close(): Promise<void>;
}

const rcodes = { NXDOMAIN: 3, SERVFAIL: 2, REFUSED: 5 };
const authoritative = 0x0400;

/** Starts a stub name server on a free port of 127.0.0.1. */
export async function startStubDns(answer: (type: string, name: string) => StubAnswer): Promise<StubDns> {
  const socket = createSocket("udp4");
  const questions: string[] = [];
  socket.on("message", (message, remote) => {
    const query = packet.decode(message);
    const question = query.questions?.[0];
    if (!question) return;
    questions.push(`${question.type} ${question.name}`);
    const answered = answer(question.type, question.name);
    if (answered === "silence") return;
    const failed = "rcode" in answered ? rcodes[answered.rcode] : 0;
    const reply = packet.encode({
      type: "response",
      id: query.id ?? 0,
      flags: authoritative | failed,
      questions: [question],
      answers: "addresses" in answered ? recordsOf(question, answered) : [],
    });
    socket.send(reply, remote.port, remote.address);
  });
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  return {
    server: `127.0.0.1:${socket.address().port}`,
    questions,
    close: async () => {
      socket.close();
      await once(socket, "close");
    },
  };
}

function recordsOf(
  question: packet.Question,
  answered: { readonly addresses: readonly string[]; readonly ttl?: number },
): packet.Answer[] {
  const type = question.type === "AAAA" ? "AAAA" : "A";
  return answered.addresses
    .filter((address) => address.includes(":") === (type === "AAAA"))
    .map((data) => ({ type, name: question.name, ttl: answered.ttl ?? 60, data }));
}
