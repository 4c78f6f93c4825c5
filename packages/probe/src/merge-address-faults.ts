import type { AddressCheck, Fault, FaultCode } from "@earshot/domain";

/**
 * The faults of a host from those of its addresses, one per code. A bad certificate at any address is an outage for
 * whoever is sent there; an address that cannot be connected to is one that players step over, so it is an outage
 * only when no address is left.
 */
export function mergeAddressFaults(addresses: readonly AddressCheck[]): Fault[] {
  const isHostDown = addresses.every((one) => one.faults.some(isConnectionFault));
  const codes = [...new Set(addresses.flatMap((one) => one.faults.map((fault) => fault.code)))];
  return codes.flatMap((code) => mergeCode(code, addresses, isHostDown));
}

function mergeCode(code: FaultCode, addresses: readonly AddressCheck[], isHostDown: boolean): Fault[] {
  const affected = addresses.flatMap((one) => {
    const fault = one.faults.find((candidate) => candidate.code === code);
    return fault === undefined ? [] : [{ address: one.address, fault }];
  });
  const worst = affected.find(({ fault }) => fault.severity === "outage" && !fault.doubt) ?? affected[0];
  if (worst === undefined) return [];
  const everywhere = affected.length === addresses.length;
  const list = affected.map(({ address }) => address).join(", ");
  const share = `${affected.length} of ${addresses.length} addresses: ${list}`;
  const message = everywhere ? worst.fault.message : `${worst.fault.message.replace(/\.$/, "")} (${share}).`;
  const isSteppedOver = isConnectionFault(worst.fault) && !isHostDown;
  return [
    { ...worst.fault, message, ...(isSteppedOver ? { severity: "warning" as const, doubt: false } : {}) },
  ];
}

function isConnectionFault(fault: Fault): boolean {
  return fault.code.startsWith("connect.") || fault.code === "tls.timeout";
}
