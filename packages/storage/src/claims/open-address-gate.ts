import { setTimeout as delay } from "node:timers/promises";
import { sql } from "kysely";
import type { Store } from "../schema/open-store.ts";

/** How politely addresses are knocked at. */
export interface AddressGateOptions {
  /** Handshakes of host checks a second at one address, over the whole fleet. */
  readonly addressRate: number;
  /** How long to wait for a slot. */
  readonly patienceMs: number;
  readonly clock: () => Date;
}

/** Slots at every address asked for, or when to come back. */
export type AddressEntry =
  | { readonly isGranted: true; readonly waitFor: (address: string) => Promise<void> }
  | { readonly isGranted: false; readonly laterAt: Date };

/** The way to addresses for host checks. */
export interface AddressGate {
  /**
   * Takes a slot at each of the addresses, which differ, or at none. `goesFirst`: before everybody who does not, as the
   * first look after a deadline does; such looks wait only for each other.
   */
  enter(addresses: readonly string[], wish: { readonly goesFirst: boolean }): Promise<AddressEntry>;
}

/** Opens a gate that keeps each address's budget of handshakes over the whole fleet, however many hosts share it. */
export function openAddressGate(store: Store, options: AddressGateOptions): AddressGate {
  const { addressRate, patienceMs, clock } = options;
  return {
    async enter(addresses, { goesFirst }) {
      const now = clock();
      const slotMax = new Date(now.getTime() + patienceMs);
      const { rows } = await sql<{ slots: Date[] | null; againAt: Date | null }>`
        /* plan: take-address-slots */ SELECT slots, again_at AS "againAt" FROM take_address_slots(
          ${addresses}::text[], ${now}, ${slotMax}, make_interval(secs => ${1 / addressRate}::float8),
          ${goesFirst})`.execute(store.db);
      const { slots = null, againAt = null } = rows[0] ?? {};
      if (slots === null) return { isGranted: false, laterAt: againAt ?? slotMax };
      const slotAt = new Map(addresses.map((address, index) => [address, slots[index]]));
      return {
        isGranted: true,
        async waitFor(address) {
          const aheadMs = (slotAt.get(address)?.getTime() ?? 0) - clock().getTime();
          if (aheadMs > 0) await delay(aheadMs);
        },
      };
    },
  };
}
