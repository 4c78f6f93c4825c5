const itemMarkup = /<(?:\/?item|\/?entry|enclosure)[\s/>]/y;
const [slash, e, i] = [47, 101, 105];

/**
 * Whether a stretch of a section or instruction holds markup of items, which tells that it was closed too late. Looks
 * at nothing but what follows each "<", since sections make up most of a feed.
 */
export function hasItemMarkup(text: string, from: number, to: number): boolean {
  for (let at = text.indexOf("<", from); at !== -1 && at < to; at = text.indexOf("<", at + 1)) {
    const next = text.charCodeAt(at + 1);
    if (next !== slash && next !== e && next !== i) continue;
    itemMarkup.lastIndex = at;
    if (itemMarkup.test(text) && itemMarkup.lastIndex <= to) return true;
  }
  return false;
}
