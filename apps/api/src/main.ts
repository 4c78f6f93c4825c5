import { createLogger, readEnvOrExit, runProcess } from "@earshot/runtime";
import { openStandaloneApi } from "./open-standalone-api.ts";

const env = readEnvOrExit(process.env, { required: ["databaseUrl", "secretKey"] });
const log = createLogger({ name: "api", level: env.logLevel });

await runProcess("api", log, async (scope) => {
  const { url } = await openStandaloneApi(scope, env, log);
  log.info({ url }, "listening");
});
