/** Whether a name stands twice in attribute text that is well-formed. */
export function hasDuplicateAttribute(attributes: string): boolean {
  let equals = attributes.indexOf("=");
  if (attributes.indexOf("=", equals + 1) === -1) return false;
  const names: string[] = [];
  let from = 0;
  while (equals !== -1) {
    const name = attributes.slice(from, equals).trim();
    if (names.includes(name)) return true;
    names.push(name);
    let quote = equals + 1;
    while (attributes.charCodeAt(quote) !== 34 && attributes.charCodeAt(quote) !== 39) quote++;
    from = attributes.indexOf(attributes.charAt(quote), quote + 1) + 1;
    equals = attributes.indexOf("=", from);
  }
  return false;
}
