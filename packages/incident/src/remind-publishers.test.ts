import { acknowledgeIncident, inTransaction, saveAccountSettings } from "@earshot/storage";
import { expect, test } from "vitest";
import { at, openWorld, readIncidents } from "../test/open-world.ts";
import { remindPublishers } from "./remind-publishers.ts";

const minute = 60;

test("whoever asked for it is reminded of what is open, until somebody acknowledges it", async () => {
  const world = await openWorld();
  const { db } = world.store;
  const remind = (seconds: number) => inTransaction(world.store, (tx) => remindPublishers(tx, at(seconds)));
  const [asked, silent] = [await world.addPublisher("Asked"), await world.addPublisher("Silent")];
  await world.addShow(asked, "https://feeds.example/1.xml", ["https://media.example/1.mp3"]);
  await world.addShow(silent, "https://feeds.example/2.xml", ["https://media.example/2.mp3"]);
  await saveAccountSettings(db, asked, { remindEveryMinutes: 30 });
  await world.look("media.example", "bad", 1);
  expect(await remind(29 * minute)).toBe(0);
  expect((await Promise.all([remind(31 * minute), remind(31 * minute)])).toSorted()).toEqual([0, 1]);
  expect(await remind(60 * minute)).toBe(0);
  expect(await remind(61 * minute + 1)).toBe(1);
  const reminders = await world.notices("incident.updated");
  expect(reminders.map(({ publisherId, payload }) => [publisherId, payload["reminder"]])).toEqual([
    [asked, 1],
    [asked, 2],
  ]);
  expect(reminders[0]?.payload["summary"]).toMatch(/^Still open: /);
  expect(reminders[1]?.sequence).toBeGreaterThan(reminders[0]?.sequence ?? 0);
  const [incident] = await readIncidents(db);
  await acknowledgeIncident(db, { incidentId: incident?.id ?? "", publisherId: asked, now: at(62 * minute) });
  expect(await remind(200 * minute)).toBe(0);
});
