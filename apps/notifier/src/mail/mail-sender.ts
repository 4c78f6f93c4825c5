import { isIP } from "node:net";

/** Who mail is from. */
export interface MailSender {
  readonly name: string;
  readonly address: string;
  /** The part after the @, by which message ids and the list are named. */
  readonly domain: string;
}

/**
 * The sender as EARSHOT_MAIL_FROM has it, else the user that logs in to the mail server where that is an address, else
 * `earshot` at the server's domain.
 */
export function mailSenderOf(mailFrom: string | undefined, smtpUrl: string): MailSender {
  const { username, hostname } = new URL(smtpUrl);
  const user = decodeURIComponent(username);
  const host = hostname.replace(/^\[|\]$/g, "");
  const domain = isIP(host) === 0 && host !== "" ? host : "localhost";
  const text = mailFrom ?? (/^[^\s<>@]+@[^\s<>@]+$/.test(user) ? user : `earshot@${domain}`);
  const [, name = "Earshot", address = text] = /^(.+) <(.+)>$/.exec(text) ?? [];
  return { name, address, domain: address.slice(address.lastIndexOf("@") + 1) };
}
