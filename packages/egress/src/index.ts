export {
  type AddressJudgement,
  type AddressPolicy,
  type AddressPolicyOptions,
  type AddressRange,
  buildAddressPolicy,
  parseAddressRange,
} from "./address-policy.ts";
export { type Address, type ConnectionFacts, type ConnectTimings, noConnection } from "./connection-facts.ts";
export type { AnsweredExchange, Exchange, ExchangeRequest, FailedExchange } from "./exchange.ts";
export type { RouteAnswer } from "./find-route.ts";
export { defaultLimits, type EgressLimits } from "./limits.ts";
export {
  defaultUserAgent,
  type Egress,
  type EgressOptions,
  type Handshake,
  type HandshakeRequest,
  openEgress,
} from "./open-egress.ts";
export { openRouteFinder, type RouteFinder } from "./open-route-finder.ts";
export type { Endpoint } from "./race-addresses.ts";
export { readRetryAfter } from "./read-retry-after.ts";
export type { BodyRead, ResponseBody } from "./response-body.ts";
export {
  type ConnectTo,
  parseConnectTo,
  parseResolveOverride,
  type ResolveOverride,
} from "./route-overrides.ts";
export type { TlsHandshake, TlsJudge, TlsJudgement } from "./tls-judge.ts";
export { warmUp } from "./warm-up.ts";
