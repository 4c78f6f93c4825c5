import type { Collector } from "./collector.ts";
import { containerChildren, type ElementRole, enclosureKeys, itemRoles, showRoles } from "./element-roles.ts";
import type { Frame } from "./frame-stack.ts";
import type { MarkupProblem } from "./markup-problem.ts";

/** How an element is collected, and by whom. */
export interface Collecting {
  readonly role: ElementRole;
  readonly collector: Collector;
  /** Whether the element stands directly in its item or channel. */
  readonly outermost: boolean;
}

/** What says where an element belongs. */
export interface Surroundings {
  readonly parent: Frame;
  /** Collects for the innermost open item, if there is one. */
  readonly itemCollector: Collector | undefined;
  readonly showCollector: Collector;
  problem(kind: MarkupProblem, found?: string): void;
}

/** How an element belongs to an item or to the show, or null when nothing of it is wanted. */
export function collectingOf(key: string, surroundings: Surroundings): Collecting | null {
  const { parent, itemCollector, showCollector } = surroundings;
  if (parent.role === "container" && parent.collector !== null) {
    const role = containerChildren.get(key);
    return role === undefined ? null : { role, collector: parent.collector, outermost: false };
  }
  if (parent.item !== null) return withRole(itemRoles.get(key), parent.item.collector);
  if (enclosureKeys.has(key) && parent.role === null && !parent.foreign) {
    if (itemCollector === undefined) surroundings.problem("orphan-enclosure");
    else surroundings.problem("misplaced-enclosure", parent.name.slice(0, 100));
    return itemCollector === undefined ? null : withRole(itemRoles.get(key), itemCollector);
  }
  const inShow = itemCollector === undefined && (parent.key === "channel" || parent.key === "atom:feed");
  return inShow ? withRole(showRoles.get(key), showCollector) : null;
}

function withRole(role: ElementRole | undefined, collector: Collector): Collecting | null {
  return role === undefined ? null : { role, collector, outermost: true };
}
