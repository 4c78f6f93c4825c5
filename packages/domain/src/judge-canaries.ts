/** How one of the operator's canaries did, by the families of its addresses. */
export interface CanaryLook {
  /** For each family in which the canary has addresses that this vantage can reach: whether one of them is sound. */
  readonly families: readonly { readonly family: 4 | 6; readonly isSound: boolean }[];
}

/**
 * The address families in which this vantage itself is at fault: those in which more than half of the canaries fail
 * that have an address there. A canary without any address, whose name was not found, counts as failing in each family
 * that others have.
 */
export function suspectFamilies(looks: readonly CanaryLook[]): readonly (4 | 6)[] {
  const unnamed = looks.filter(({ families }) => families.length === 0).length;
  return ([4, 6] as const).filter((family) => {
    const ofFamily = looks.flatMap(({ families }) => families.filter((one) => one.family === family));
    const isAnybodys = ofFamily.length > 0 || (family === 4 && unnamed > 0);
    const failing = ofFamily.filter(({ isSound }) => !isSound).length + unnamed;
    return isAnybodys && failing * 2 > ofFamily.length + unnamed;
  });
}
