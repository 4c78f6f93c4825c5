import { StartError } from "@earshot/runtime";
import { openSecretBox, type SecretBox } from "@earshot/storage";
import type { ServiceEnv } from "./open-foundations.ts";

/** The box for secrets at rest. @throws StartError when EARSHOT_SECRET_KEY is not set. */
export function openBox(env: Pick<ServiceEnv, "secretKey">): SecretBox {
  if (env.secretKey !== undefined) return openSecretBox(env.secretKey);
  throw new StartError(
    "EARSHOT_SECRET_KEY must be set when DATABASE_URL is: it encrypts webhook secrets. Make one with `openssl rand -base64 32`, and give every service the same.",
  );
}
