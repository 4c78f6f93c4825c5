/** Ways in which a document breaks the rules of XML, or hides something from readers. */
export type MarkupProblem = keyof typeof markupProblems;

const refused = "Lenient apps read on; Apple and other strict readers refuse the whole feed.";

/** What each problem means for a publisher. A `{}` is replaced by what was found. */
export const markupProblems = {
  "bare-ampersand": `An "&" is not written as "&amp;". ${refused}`,
  "unknown-entity": `The entity "&{};" is not defined in XML. ${refused} Write the character itself.`,
  "entity-markup": 'The entity "&{};" stands for markup and was not expanded; what it holds is not seen.',
  "entity-expansion": 'The entity "&{};" refers to itself or expands too far, and was left out.',
  "external-entity": 'The external entity "{}" was not fetched; no reader should fetch it.',
  "invalid-reference": `The character reference "{}" stands for no character. ${refused}`,
  "control-character": `A control character ({}) stands in the text. ${refused}`,
  "cdata-end-in-text": `"]]>" stands outside a CDATA section. ${refused}`,
  "stray-less-than": `A "<" is not written as "&lt;". ${refused}`,
  "malformed-tag": `The tag <{}> is malformed. ${refused}`,
  "unclosed-quote": `An attribute value in <{}> has no closing quote. ${refused}`,
  "unquoted-value": `An attribute value in <{}> has no quotes. ${refused}`,
  "valueless-attribute": `An attribute in <{}> has no value. ${refused}`,
  "missing-space": `Two attributes in <{}> are not set apart by a space. ${refused}`,
  "less-than-in-value": `A "<" in an attribute value of <{}> is not written as "&lt;". ${refused}`,
  "duplicate-attribute": `An attribute stands twice in <{}>; the first was taken. ${refused}`,
  "unclosed-tag": `The tag <{}> has no closing ">". ${refused}`,
  "huge-tag": `The tag <{}> is too long to be read and was skipped.`,
  "invalid-name": `"{}" is no valid name in XML. ${refused}`,
  "name-case": `<{}> is spelled with other capitals than the standard says. Lenient apps read on; Apple and others do not see the element.`,
  "undeclared-prefix": `The prefix "{}" is used without a namespace declaration. ${refused}`,
  "unclosed-cdata": `A CDATA section is never closed; it was read as if it began no section. ${refused}`,
  "unclosed-comment": `A comment is never closed; what follows was read as if it were outside. ${refused}`,
  "lost-section": "A CDATA section or comment is never closed, and all that follows it is lost.",
  "cdata-case": `"<![CDATA[" must be in capitals. ${refused}`,
  "cdata-hides-item":
    "A CDATA section contains the markup of an item: it was probably closed too late, and no app sees what is in it.",
  "comment-hides-item": "A comment contains the markup of an item, which no app sees.",
  "instruction-hides-item":
    "A processing instruction contains the markup of an item: it was probably closed too late, and no app sees what is in it.",
  "double-hyphen": `"--" stands within a comment. ${refused}`,
  "malformed-instruction": `A processing instruction is malformed. ${refused}`,
  "late-declaration": `The XML declaration does not stand at the very start. ${refused}`,
  "malformed-doctype": `The document type declaration is malformed. ${refused}`,
  "unknown-declaration": `"<!" begins neither a comment nor a CDATA section. ${refused}`,
  "unclosed-element": `The element <{}> is not closed. ${refused}`,
  "stray-end-tag": `The end tag </{}> closes nothing that is open. ${refused}`,
  "too-deep": "Elements are nested too deeply to be kept track of.",
  "text-outside": `Text stands outside the feed's root element. ${refused}`,
  "content-after-root": `Elements follow after the end of the feed. Lenient apps may read them; Apple and other strict readers refuse the whole feed.`,
  "missing-root": `The feed has no <rss> element around it. ${refused}`,
  "misplaced-enclosure":
    "An enclosure stands inside <{}> instead of directly in its item; many apps do not see it.",
  "orphan-enclosure": "An enclosure stands outside any item, where apps do not see it.",
  "misplaced-item":
    "An item stands outside <channel>. Lenient apps read it; Apple and other strict readers do not see it.",
  "strange-namespace":
    'The namespace "{}" is that of no known feed format. Lenient apps read on; strict readers see no feed in it.',
  "nested-item":
    "An item begins inside another that was not closed. Lenient apps differ in what they read; strict ones refuse or lose it.",
} as const;
