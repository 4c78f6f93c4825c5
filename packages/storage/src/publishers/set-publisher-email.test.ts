import { beforeEach, describe, expect, test } from "vitest";
import { box, newReceiver, now, relay, writeNotice } from "../../test/open-outbox.ts";
import { openTestStore } from "../../test/open-test-store.ts";
import {
  addressOfMailto,
  claimDue,
  countEmailEndpoints,
  deleteEndpoint,
  type EndpointRow,
  inTransaction,
  listEndpoints,
  mailtoUrlOf,
  readDeliveriesForAttempt,
  readPublisher,
  resendDeliveries,
  rotateSecret,
  setPublisherEmail,
  updateEndpoint,
} from "../index.ts";

const store = await openTestStore();
const { db } = store;

beforeEach(async () => {
  await db.deleteFrom("publishers").execute();
  await db.deleteFrom("schedule").execute();
});

function setEmail(publisherId: string, address: string | null): Promise<EndpointRow | undefined> {
  return inTransaction(store, (tx) => setPublisherEmail(tx, box, { publisherId, address, now }));
}

describe("an address that ops set", () => {
  test("is an endpoint, sealed, that shows its domain alone", async () => {
    const { publisherId } = await newReceiver(store, []);
    const endpoint = await setEmail(publisherId, "alice+earshot@mail.example");
    expect(endpoint).toMatchObject({ kind: "email", url_host: "mail.example", secret: null, enabled: true });
    expect(endpoint?.url.toString("latin1")).not.toContain("alice");
    expect(await readPublisher(db, publisherId)).toMatchObject({ email: "alice+earshot@mail.example" });
    expect(await countEmailEndpoints(db)).toBe(1);
  });

  test("is the only one: another takes its place, the same changes nothing, and null ends it", async () => {
    const { publisherId } = await newReceiver(store, []);
    const first = await setEmail(publisherId, "a@mail.example");
    expect((await setEmail(publisherId, "a@mail.example"))?.id).toBe(first?.id);
    const second = await setEmail(publisherId, "b@mail.example");
    const ids = async () => (await listEndpoints(db, { owner: publisherId, limit: 9 })).map(({ id }) => id);
    expect(await ids()).toEqual([second?.id]);
    expect(await setEmail(publisherId, null)).toBeUndefined();
    expect(await ids()).toEqual([]);
    expect(await readPublisher(db, publisherId)).toMatchObject({ email: null });
  });

  test("gets what webhooks get, in a lane of its own, also when it is sent again", async () => {
    const { publisherId } = await newReceiver(store, [null]);
    const endpoint = await setEmail(publisherId, "a@mail.example");
    await writeNotice(store, { publisherId, dedupeKey: "broken" });
    expect(await relay(store)).toEqual({ notices: 1, deliveries: 2 });
    const claim = (lane: "hot" | "ordinary") =>
      claimDue(db, { kind: "delivery", lane, limit: 9, leaseMs: 60_000, now });
    expect((await claim("hot")).subjects).toHaveLength(1);
    const [mail, ...others] = (await claim("ordinary")).subjects;
    expect(others).toEqual([]);
    const [delivery] = await readDeliveriesForAttempt(db, box, [mail?.id ?? 0], now);
    expect(delivery?.endpoint).toMatchObject({ id: endpoint?.id, kind: "email", secrets: [] });
    expect(addressOfMailto(delivery?.endpoint.url ?? "")).toBe("a@mail.example");

    await resendDeliveries(db, publisherId, { deliveryId: mail?.id ?? 0 }, now);
    expect((await claim("ordinary")).subjects.map(({ id }) => id)).toEqual([mail?.id]);
  });

  test("alone gets a digest, also when it is narrowed to other types", async () => {
    const { publisherId } = await newReceiver(store, [null]);
    const { id = "" } = (await setEmail(publisherId, "a@mail.example")) ?? {};
    await updateEndpoint(db, box, { id, owner: publisherId, now }, { types: ["incident.opened"] });
    await writeNotice(store, { publisherId, dedupeKey: "week", type: "digest.weekly" });
    expect(await relay(store)).toEqual({ notices: 1, deliveries: 1 });
    const made = await db.selectFrom("deliveries").select("endpoint_id").execute();
    expect(made).toEqual([{ endpoint_id: id }]);
  });

  test("can be switched off and deleted by its publisher, but neither changed nor signed", async () => {
    const { publisherId } = await newReceiver(store, []);
    const id = (await setEmail(publisherId, "a@mail.example"))?.id ?? "";
    const target = { id, owner: publisherId, now };
    const url = new URL("mailto:stranger@mail.example");
    expect(await updateEndpoint(db, box, target, { url })).toBeUndefined();
    expect(await rotateSecret(db, box, { ...target, previousUntil: now })).toBeUndefined();
    expect(await updateEndpoint(db, box, target, { enabled: false })).toMatchObject({ enabled: false });
    expect(await countEmailEndpoints(db)).toBe(0);
    expect(await inTransaction(store, (tx) => deleteEndpoint(tx, target))).toBe(true);
    expect(await setEmail(publisherId, "a@mail.example")).toMatchObject({ enabled: true });
  });
});

describe("mailtoUrlOf", () => {
  test.each(["a@b.example", "a+b@c.example", "o'neil%?#&@d.example", "über@bücher.example"])(
    "makes a URL of %s that gives it back",
    (address) => {
      expect(addressOfMailto(mailtoUrlOf(address).href)).toBe(address);
    },
  );

  test.each([
    "",
    "@b.example",
    "a@",
    "a b@c.example",
    "a@b.example\r\nRCPT TO:<x@y.example>",
    "<a@b.example>",
    "a,x@y.example",
    '"a"@b.example',
  ])("refuses %j", (address) => {
    expect(() => mailtoUrlOf(address)).toThrow("no e-mail address");
  });
});
