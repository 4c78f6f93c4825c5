import type { FastifyReply, FastifyRequest } from "fastify";

/** The cookie that holds a session's token. */
export interface SessionCookie {
  read(request: FastifyRequest): string | undefined;
  write(reply: FastifyReply, session: { readonly token: string; readonly expiresAt: Date }): void;
  clear(reply: FastifyReply): void;
}

/** The cookie's name over plain http; over https it bears the prefix that no other host of the domain can set. */
export const sessionCookieName = "earshot_session";

const forever = new Date(0);

/**
 * The session's cookie: out of reach of scripts, sent by pages of ours only, and over https alone where we are reached
 * by https, be it that `publicUrl` says so or the proxy before us.
 */
export function buildSessionCookie(publicUrl: string): SessionCookie {
  const isSecure = ({ headers }: FastifyRequest) =>
    publicUrl.startsWith("https:") || headers["x-forwarded-proto"] === "https";
  const nameFor = (request: FastifyRequest) =>
    isSecure(request) ? `__Host-${sessionCookieName}` : sessionCookieName;
  const set = (reply: FastifyReply, value: string, expires: Date) =>
    reply.setCookie(nameFor(reply.request), value, {
      path: "/",
      httpOnly: true,
      sameSite: "strict",
      secure: isSecure(reply.request),
      expires,
    });
  return {
    read: (request) => request.cookies[nameFor(request)],
    write: (reply, { token, expiresAt }) => void set(reply, token, expiresAt),
    clear: (reply) => void set(reply, "", forever),
  };
}
