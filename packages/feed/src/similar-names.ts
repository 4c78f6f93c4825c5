/** Whether two element names are likely the same one misspelled: the same but for case, prefix, or one or two letters. */
export function areSimilarNames(first: string, second: string): boolean {
  if (first.length > 40 || second.length > 40 || Math.abs(first.length - second.length) > 2) return false;
  const [a, b] = [first.toLowerCase(), second.toLowerCase()];
  const allowed = Math.min(a.length, b.length) < 5 ? 1 : 2;
  return editDistance(a, b) <= allowed;
}

/** Levenshtein's distance. */
function editDistance(first: string, second: string): number {
  let row = Array.from({ length: second.length + 1 }, (_, index) => index);
  for (let i = 1; i <= first.length; i++) {
    const next = [i];
    for (let j = 1; j <= second.length; j++) {
      const substituted = (row[j - 1] ?? 0) + (first[i - 1] === second[j - 1] ? 0 : 1);
      next.push(Math.min(substituted, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[second.length] ?? 0;
}
