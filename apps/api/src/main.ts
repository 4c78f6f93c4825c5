import { createLogger, readEnvOrExit, runProcess } from "@earshot/runtime";
import { openBox, openFoundations } from "@earshot/service";
import { openApi } from "./open-api.ts";

const env = readEnvOrExit(process.env, { required: ["databaseUrl"] });
const log = createLogger({ name: "api", level: env.logLevel });

await runProcess("api", log, async (scope) => {
  const box = openBox(env);
  const base = await openFoundations(scope, { env, log, clock: () => new Date() });
  const { url } = await openApi(scope, { ...base, box });
  log.info({ url }, "api is running");
});
