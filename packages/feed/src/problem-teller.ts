import type { FaultList } from "./fault-list.ts";
import { type MarkupProblem, markupProblems } from "./markup-problem.ts";
import { type EntityTable, expandEntity, isHtmlEntity } from "./references.ts";

/** Problems that are no breach of XML, or do not by themselves make strict readers refuse a feed. */
const mildProblems: ReadonlySet<MarkupProblem> = new Set(["comment-hides-item", "external-entity"]);
/** Entity names whose judgement is remembered. */
const rememberedReferencesMax = 1_000;

/** What a problem concerns. */
export interface ProblemDetails {
  /** What was found, for the message. */
  readonly found: string;
  /** Sets apart kinds of one problem, each of which is told for itself. */
  readonly variant: string;
  readonly line: number;
}

/** Turns problems of markup into faults, each kind no more often than is of use. */
export class ProblemTeller {
  /** Whether an element has begun, so that what stands between them is not before the feed. */
  sawElement = false;
  private readonly faults: FaultList;
  private readonly timesMax: number;
  private readonly counts = new Map<string, number>();
  private readonly references = new Map<string, MarkupProblem | "none">();

  constructor(faults: FaultList, timesMax: number) {
    this.faults = faults;
    this.timesMax = timesMax;
  }

  /** Tells one problem. */
  tell(kind: MarkupProblem, { found, variant, line }: ProblemDetails): void {
    const count = (this.counts.get(kind + variant) ?? 0) + 1;
    this.counts.set(kind + variant, count);
    if (count > this.timesMax) {
      this.faults.skip("feed.malformed");
      return;
    }
    if (!this.sawElement && (kind === "late-declaration" || kind === "text-outside")) {
      if (!this.faults.has("feed.leading-bytes")) this.faults.add("feed.leading-bytes", { line });
      return;
    }
    const message = markupProblems[kind].replace("{}", () => found);
    const severity = mildProblems.has(kind) ? ({ severity: "info" } as const) : {};
    this.faults.add("feed.malformed", { message, line, ...severity }, kind + variant);
  }

  /** Tells what there is to be told of a reference to a named entity. */
  tellReference(name: string, entities: EntityTable, line: () => number): void {
    const problem = this.references.get(name) ?? judgeReference(name, entities);
    if (this.references.size < rememberedReferencesMax) this.references.set(name, problem);
    if (problem === "none") return;
    const variant = isHtmlEntity(name) ? "html" : "";
    this.tell(problem, { found: name.slice(0, 60), variant, line: line() });
  }
}

function judgeReference(name: string, entities: EntityTable): MarkupProblem | "none" {
  const text = entities.texts.get(name);
  if (text === undefined) return "unknown-entity";
  if (text === null) return "external-entity";
  const expanded = expandEntity(name, entities);
  if (expanded === null) return "entity-expansion";
  return /<[A-Za-z_]/.test(expanded) ? "entity-markup" : "none";
}
