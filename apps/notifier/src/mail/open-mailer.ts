import { createTransport, type NodemailerError } from "nodemailer";
import { responseBytesMax, type SentNotice } from "../sent-notice.ts";
import { type MailSender, mailSenderOf } from "./mail-sender.ts";

/** One mail to one address. */
export interface OutgoingMail {
  /** Makes a repeated attempt the same mail: the notice's id. */
  readonly id: string;
  /** What mails about one thing have in common, so that mail programs show them as one conversation; null for none. */
  readonly thread: string | null;
  readonly to: string;
  readonly at: Date;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** Hands mail to a mail server. */
export interface Mailer {
  send(mail: OutgoingMail): Promise<SentNotice>;
  /** Closes the connections, also those in use: whoever still sends is told that it failed. */
  close(): void;
}

/** What a mailer is opened with. */
export interface MailerOptions {
  /** `smtp:` or `smtps:`, with nodemailer's options as its query, which win over what is set here. */
  readonly url: string;
  /** EARSHOT_MAIL_FROM. */
  readonly from?: string | undefined;
  /** Every certificate to trust, in PEM; Node's own when left out. */
  readonly ca?: readonly string[];
  /** For the whole of one attempt, the wait for a connection included. */
  readonly deadlineMs?: number;
}

const mailDeadlineMs = 30_000;
const phaseMs = 10_000;
const connectionsMax = 5;

/** Opens a mailer over a pool of connections, each opened when it is needed. */
export function openMailer(options: MailerOptions): Mailer {
  const { url, ca, deadlineMs = mailDeadlineMs } = options;
  const sender = mailSenderOf(options.from, url);
  const { username, hostname } = new URL(url);
  const transport = createTransport({
    url,
    pool: true,
    maxConnections: connectionsMax,
    maxRequeues: 1,
    connectionTimeout: phaseMs,
    greetingTimeout: phaseMs,
    dnsTimeout: phaseMs,
    socketTimeout: deadlineMs,
    idleTimeout: phaseMs,
    // A password goes over a network under TLS only.
    requireTLS: username !== "" && !/^(localhost|127\.[\d.]+|\[::1\])$/.test(hostname),
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(ca && { tls: { ca: [...ca] } }),
  });
  return {
    async send(mail) {
      const startedAt = performance.now();
      const since = () => performance.now() - startedAt;
      try {
        const signal = AbortSignal.timeout(deadlineMs);
        const { response } = await transport.sendMail({ ...messageOf(mail, sender), signal });
        return sentAs({ status: replyCodeOf(response), error: null, durationMs: since(), response });
      } catch (error) {
        if (!(error instanceof Error)) throw error;
        return failedAs(error, { durationMs: since(), deadlineMs });
      }
    },
    close: () => transport.close({ force: true }),
  };
}

function messageOf(mail: OutgoingMail, { name, address, domain }: MailSender) {
  const { id, thread, to, at, subject, text, html } = mail;
  return {
    messageId: `<${id}@${domain}>`,
    ...(thread !== null && { references: `<${thread}@${domain}>` }),
    from: { name, address },
    // As an object and an envelope of its own: an address is never parsed as a list of them.
    to: { name: "", address: to },
    envelope: { from: address, to: [{ name: "", address: to }] },
    date: at,
    subject,
    text,
    html,
    list: {
      id: { url: `notices.${domain}`, comment: "Earshot notices" },
      unsubscribe: {
        url: `mailto:${address}?subject=unsubscribe`,
        comment: "Write to whoever runs this Earshot",
      },
    },
    headers: {
      // Nobody's holiday notice is to answer (RFC 3834 §5, and Exchange's own header).
      "Auto-Submitted": "auto-generated",
      "X-Auto-Response-Suppress": "All",
    },
  };
}

function failedAs(error: NodemailerError, about: { durationMs: number; deadlineMs: number }): SentNotice {
  const { code, command = "", responseCode, response, permanent = false, message } = error;
  // Only what is said of the recipient or the mail is about the endpoint; a refused log-in or sender is ops' to mend.
  const isAboutMail =
    responseCode !== undefined && (command.startsWith("RCPT TO") || command.startsWith("DATA"));
  const isTimeout = code === "EABORT" || code === "ETIMEDOUT";
  const timedOut = `The mail server did not take the mail within ${about.deadlineMs / 1_000} s.`;
  const trouble = isAboutMail
    ? "The mail server refused the mail"
    : "The mail server of SMTP_URL cannot be used";
  return sentAs({
    status: responseCode ?? null,
    error: code === "EABORT" ? timedOut : `${trouble}: ${message}`,
    durationMs: about.durationMs,
    response: response ?? null,
    overloaded: isTimeout || responseCode === 421,
    refused: isAboutMail && permanent,
    blamesEndpoint: isAboutMail,
  });
}

function sentAs(
  known: Pick<SentNotice, "status" | "error" | "durationMs"> &
    Partial<SentNotice> & { readonly response: string | null },
): SentNotice {
  const { response, ...rest } = known;
  return {
    responseBody: response?.slice(0, responseBytesMax) ?? null,
    retryAfterMs: null,
    overloaded: false,
    gone: false,
    aborted: false,
    refused: false,
    blamesEndpoint: true,
    ...rest,
  };
}

function replyCodeOf(response: string): number | null {
  const [code = ""] = /^\d{3}/.exec(response) ?? [];
  return code === "" ? null : Number(code);
}
