import { makeAuthority } from "@earshot/podcast-host";
import type { SMTPServerOptions } from "smtp-server";
import { describe, expect, onTestFinished, test } from "vitest";
import { reply, startSmtp, type TestSmtp } from "../../test/start-smtp.ts";
import { type MailerOptions, type OutgoingMail, openMailer } from "./open-mailer.ts";

const at = new Date("2022-05-31T00:00:02.000Z");
const mail: OutgoingMail = {
  id: "0193-notice",
  thread: "incident-7",
  to: "alice@mail.example",
  at,
  subject: "[Earshot] Certificate expired at media.example",
  text: "It broke.\n",
  html: "<p>It broke.</p>",
};

function sendBy(
  smtp: Pick<TestSmtp, "url">,
  options: Partial<MailerOptions> = {},
  change: Partial<OutgoingMail> = {},
) {
  const mailer = openMailer({ url: smtp.url, from: "Earshot <earshot@ops.example>", ...options });
  onTestFinished(mailer.close);
  return mailer.send({ ...mail, ...change });
}

async function refusing(script: SMTPServerOptions) {
  const smtp = await startSmtp(script);
  return { smtp, sent: await sendBy(smtp) };
}

describe("a mail", () => {
  test("arrives with what marks it as a machine's, and as the same mail at every attempt", async () => {
    const smtp = await startSmtp();
    expect(await sendBy(smtp)).toMatchObject({ status: 250, error: null, refused: false });
    await sendBy(smtp);
    expect(smtp.mails.map(({ parsed }) => parsed.messageId)).toEqual(
      Array(2).fill("<0193-notice@ops.example>"),
    );
    const [received] = smtp.mails;
    expect(received).toMatchObject({ from: "earshot@ops.example", to: ["alice@mail.example"] });
    expect(received?.parsed).toMatchObject({ subject: mail.subject, text: mail.text, date: at });
    expect(received?.parsed.from?.text).toBe('"Earshot" <earshot@ops.example>');
    expect(received?.parsed.references).toBe("<incident-7@ops.example>");
    expect(received?.parsed.headers.get("auto-submitted")).toBe("auto-generated");
    expect(received?.parsed.headers.get("list")).toMatchObject({
      id: { id: "notices.ops.example" },
      unsubscribe: { mail: "earshot@ops.example?subject=unsubscribe" },
    });
  });

  test("gets no header and no recipient from its texts", async () => {
    const smtp = await startSmtp();
    const subject = "A show\r\nBcc: <mallory@evil.example>\r\n\r\nBuy";
    const sent = await sendBy(smtp, {}, { subject, to: "a,mallory@evil.example" });
    expect(sent.error).toBeNull();
    const [received] = smtp.mails;
    expect(received?.to).toEqual(['"a,mallory"@evil.example']);
    expect(received?.parsed.bcc).toBeUndefined();
    expect(received?.parsed.text).toBe(mail.text);
    expect(received?.parsed.subject).toContain("Bcc:");
  });

  test("is sent with the log-in of the URL", async () => {
    const smtp = await startSmtp({
      allowInsecureAuth: true,
      authMethods: ["PLAIN"],
      onAuth: ({ username = "", password }, _session, done) =>
        password === "p@ss" ? done(null, { user: username }) : done(reply(535, "Who are you?")),
    });
    const urlOf = (password: string) => `smtp://robot%40ops.example:${password}@127.0.0.1:${smtp.port}`;
    expect(await sendBy({ url: urlOf("p%40ss") }, { from: undefined })).toMatchObject({ error: null });
    expect(smtp.mails[0]).toMatchObject({ user: "robot@ops.example", from: "robot@ops.example" });
    expect(await sendBy({ url: urlOf("wrong") })).toMatchObject({
      status: 535,
      error: expect.stringMatching(/SMTP_URL cannot be used: .*Who are you/),
      refused: false,
      blamesEndpoint: false,
    });
  });
});

describe("a refusal", () => {
  test("for now is tried again: of the recipient (greylisting) and of the mail", async () => {
    const { sent } = await refusing({ onRcptTo: (_to, _session, done) => done(reply(451, "Greylisted")) });
    expect(sent).toMatchObject({
      status: 451,
      error:
        "The mail server refused the mail: Can't send mail - all recipients were rejected: 451 Greylisted",
      responseBody: "451 Greylisted",
      refused: false,
      overloaded: false,
      blamesEndpoint: true,
    });
    const full = await refusing({
      onData: (stream, _session, done) => void stream.resume().on("end", () => done(reply(452, "Full"))),
    });
    expect(full.sent).toMatchObject({ status: 452, refused: false, blamesEndpoint: true });
  });

  test("for good is final: of the recipient and of the mail", async () => {
    const { sent, smtp } = await refusing({
      onRcptTo: (_to, _session, done) => done(reply(550, "Nobody here")),
    });
    expect(sent).toMatchObject({ status: 550, refused: true, blamesEndpoint: true });
    expect(smtp.mails).toEqual([]);
    const spam = await refusing({
      onData: (stream, _session, done) => void stream.resume().on("end", () => done(reply(554, "Spam"))),
    });
    expect(spam.sent).toMatchObject({ status: 554, responseBody: "554 Spam", refused: true });
  });

  test("of ourselves is no fault of the address, and not final: ops can mend it", async () => {
    const { sent } = await refusing({
      onMailFrom: (_from, _session, done) => done(reply(553, "Not from here")),
    });
    expect(sent).toMatchObject({ status: 553, refused: false, blamesEndpoint: false });
    const greeting = await refusing({ onConnect: (_session, done) => done(reply(554, "Go away")) });
    expect(greeting.sent).toMatchObject({ status: 554, refused: false, blamesEndpoint: false });
  });
});

describe("a server", () => {
  test("that is not there, or never answers, ends the attempt by its deadline and is no fault of the address", async () => {
    const gone = await sendBy({ url: "smtp://127.0.0.1:1" });
    expect(gone).toMatchObject({
      status: null,
      error: expect.stringContaining("ECONNREFUSED"),
      blamesEndpoint: false,
    });
    const mute = await startSmtp({ onConnect: () => {} });
    expect(await sendBy(mute, { deadlineMs: 200 })).toMatchObject({
      status: null,
      error: "The mail server did not take the mail within 0.2 s.",
      overloaded: true,
      refused: false,
      blamesEndpoint: false,
    });
  });

  test("that is slow holds up nothing but the mails in its few connections", async () => {
    const held: (() => void)[] = [];
    const smtp = await startSmtp({
      onData: (stream, _session, done) => void stream.resume().on("end", () => held.push(done)),
    });
    const mailer = openMailer({ url: smtp.url, deadlineMs: 500 });
    onTestFinished(mailer.close);
    const all = await Promise.all(
      Array.from({ length: 12 }, (_, n) => mailer.send({ ...mail, id: `n${n}` })),
    );
    expect(all.every(({ overloaded, error }) => overloaded && error !== null)).toBe(true);
    expect(held.length).toBeLessThanOrEqual(5);
  });

  test("is spoken to under TLS where it offers that, but never with a certificate that is not trusted", async () => {
    const authority = await makeAuthority();
    const { keyPem: key, chainPem: cert } = await authority.issue({ names: ["127.0.0.1", "localhost"] });
    const smtp = await startSmtp({ key, cert });
    const ca = [authority.rootPem];
    const distrusted = await sendBy(smtp);
    expect(distrusted).toMatchObject({ status: null, blamesEndpoint: false, refused: false });
    expect(distrusted.error).toMatch(/certificate/);
    expect(await sendBy({ url: `smtp://localhost:${smtp.port}` }, { ca })).toMatchObject({ error: null });
    expect(smtp.mails).toEqual([expect.objectContaining({ isSecure: true })]);

    const secure = await startSmtp({ key, cert, secure: true });
    const url = `smtps://localhost:${secure.port}`;
    expect(await sendBy({ url })).toMatchObject({ error: expect.stringMatching(/certificate/) });
    expect(await sendBy({ url }, { ca })).toMatchObject({ error: null });
    expect(secure.mails).toHaveLength(1);
  });
});
