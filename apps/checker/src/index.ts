export { type Checker, type CheckerDeps, startChecker } from "./start-checker.ts";
