import { once } from "node:events";
import { type ParsedMail, simpleParser } from "mailparser";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { onTestFinished } from "vitest";

/** A mail as a server took it. */
export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly isSecure: boolean;
  readonly user: string | undefined;
  readonly parsed: ParsedMail;
}

/** A mail server that takes everything which `options` do not refuse. */
export interface TestSmtp {
  readonly port: number;
  readonly url: string;
  readonly mails: readonly ReceivedMail[];
}

/** Starts a mail server for one test: without TLS unless the options have a key. */
export async function startSmtp(options: SMTPServerOptions = {}): Promise<TestSmtp> {
  const mails: ReceivedMail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    ...(options.key === undefined && { disabledCommands: ["STARTTLS"] }),
    // A closed server does not wait for those who are still talking.
    closeTimeout: 1,
    onData(stream, session, done) {
      const { mailFrom, rcptTo } = session.envelope;
      simpleParser(stream).then((parsed) => {
        const from = mailFrom === false ? "" : mailFrom.address;
        const to = rcptTo.map(({ address }) => address);
        mails.push({ from, to, isSecure: session.secure, user: session.user as string | undefined, parsed });
        done();
      }, done);
    },
    ...options,
  });
  server.on("error", () => {});
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  onTestFinished(() => new Promise((resolve) => server.close(() => resolve(undefined))));
  const address = server.server.address();
  if (address === null || typeof address === "string") throw new Error("the system gave no port");
  const { port } = address;
  return { port, url: `smtp://127.0.0.1:${port}`, mails };
}

/** A refusal with this reply code. */
export function reply(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}
