import type { Command } from "commander";
import { writeLine } from "../write-line.ts";

/** Adds `earshot admin`: what must be done once for a fleet, before its services start. */
export function addAdminCommand(program: Command, source: NodeJS.ProcessEnv): void {
  const admin = program.command("admin").description("Look after a fleet's database.");
  admin
    .command("migrate")
    .description(
      "Bring DATABASE_URL up to this version's schema, and open the first account where EARSHOT_BOOTSTRAP_KEY is set.",
    )
    .action(async () => {
      const { readEnvOrExit } = await import("@earshot/runtime");
      const env = readEnvOrExit(source, { required: ["databaseUrl"] });
      const { migrateAll } = await import("../compose/migrate-all.ts");
      const applied = await migrateAll(env);
      const summary = applied.length === 0 ? "The schema is up to date." : `Applied ${applied.join(", ")}.`;
      await writeLine(process.stdout, summary);
      if (env.bootstrapKey !== undefined) await openFirstAccount(env.databaseUrl, env.bootstrapKey);
    });
  admin
    .command("reseal")
    .description(
      "Encrypt every stored secret with the first key of EARSHOT_SECRET_KEY, so that the others may go.",
    )
    .action(async () => {
      const { readEnvOrExit } = await import("@earshot/runtime");
      const env = readEnvOrExit(source, { required: ["databaseUrl", "secretKey"] });
      const { openSecretBox, resealSecrets } = await import("@earshot/storage");
      const store = await openOwnStore(env.databaseUrl);
      try {
        const count = await resealSecrets(store, openSecretBox(env.secretKey));
        await writeLine(process.stdout, `Sealed ${count} anew; every secret is under the first key now.`);
      } finally {
        await store.close();
      }
    });
}

async function openOwnStore(url: string) {
  const { openStore } = await import("@earshot/storage");
  const complain = (fields: object, message: string) =>
    process.stderr.write(`earshot: ${message} ${JSON.stringify(fields)}\n`);
  const log = { debug: () => {}, info: () => {}, warn: complain, error: complain };
  return openStore({ url, log, poolMax: 1 });
}

async function openFirstAccount(url: string, key: string): Promise<void> {
  const { bootstrapAccount, inTransaction } = await import("@earshot/storage");
  const store = await openOwnStore(url);
  try {
    const { created } = await inTransaction(store, (tx) => bootstrapAccount(tx, { key, now: new Date() }));
    await writeLine(process.stdout, created ? "Opened the first account." : "The first account is there.");
  } finally {
    await store.close();
  }
}
