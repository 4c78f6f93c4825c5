export { type Notifier, type NotifierDeps, startNotifier } from "./start-notifier.ts";
