/** Ways in which a document breaks the rules of XML, or hides something from readers. */
export type MarkupProblem = keyof typeof markupProblems;

const refused = "Lenient apps read on; Apple and other strict readers refuse the whole feed.";

/** What each problem means for a publisher. A `{}` is replaced by what was found. */
export const markupProblems = {
  "bare-ampersand": `An "&" is not written as "&amp;". ${refused} Write it so.`,
  "unknown-entity": `The entity "&{};" is not defined in XML. ${refused} Write the character itself.`,
  "entity-markup":
    'The entity "&{};" stands for markup and was not expanded; what it holds is not seen. Write the markup itself.',
  "entity-expansion":
    'The entity "&{};" refers to itself or expands too far, and was left out. Write the text itself.',
  "external-entity":
    'The external entity "{}" was not fetched; no reader should fetch it. Write its text into the feed.',
  "invalid-reference": `The character reference "{}" stands for no character. ${refused} Remove it.`,
  "control-character": `A control character ({}) stands in the text. ${refused} Remove it.`,
  "cdata-end-in-text": `"]]>" stands outside a CDATA section. ${refused} Write it as "]]&gt;".`,
  "stray-less-than": `A "<" is not written as "&lt;". ${refused} Write it so.`,
  "malformed-tag": `The tag <{}> is malformed. ${refused} Correct it.`,
  "unclosed-quote": `An attribute value in <{}> has no closing quote. ${refused} Add it.`,
  "unquoted-value": `An attribute value in <{}> has no quotes. ${refused} Put it in quotes.`,
  "valueless-attribute": `An attribute in <{}> has no value. ${refused} Give it one, or remove it.`,
  "missing-space": `Two attributes in <{}> are not set apart by a space. ${refused} Put one between them.`,
  "less-than-in-value": `A "<" in an attribute value of <{}> is not written as "&lt;". ${refused} Write it so.`,
  "duplicate-attribute": `An attribute stands twice in <{}>; the first was taken. ${refused} Remove one.`,
  "unclosed-tag": `The tag <{}> has no closing ">". ${refused} Add it.`,
  "huge-tag": `The tag <{}> is too long to be read and was skipped. Shorten it.`,
  "invalid-name": `"{}" is no valid name in XML. ${refused} Rename or remove it.`,
  "name-case": `<{}> is spelled with other capitals than the standard says. Lenient apps read on; Apple and others do not see the element. Spell it as the standard does.`,
  "undeclared-prefix": `The prefix "{}" is used without a namespace declaration. ${refused} Declare it in the root element.`,
  "unclosed-cdata": `A CDATA section is never closed; it was read as if it began no section. ${refused} Close it with "]]>".`,
  "unclosed-comment": `A comment is never closed; what follows was read as if it were outside. ${refused} Close it with "-->".`,
  "lost-section":
    "A CDATA section or comment is never closed, and all that follows it is lost. Close it where its content ends.",
  "cdata-case": `"<![CDATA[" must be in capitals. ${refused} Write it so.`,
  "cdata-hides-item":
    "A CDATA section contains the markup of an item: it was probably closed too late, and no app sees what is in it. Close it where its content ends.",
  "comment-hides-item":
    "A comment contains the markup of an item, which no app sees. If it is meant to be seen, take it out of the comment.",
  "instruction-hides-item":
    "A processing instruction contains the markup of an item: it was probably closed too late, and no app sees what is in it. Close it before the item.",
  "double-hyphen": `"--" stands within a comment. ${refused} Remove it.`,
  "malformed-instruction": `A processing instruction is malformed. ${refused} Correct or remove it.`,
  "late-declaration": `The XML declaration does not stand at the very start. ${refused} Remove what stands before it.`,
  "malformed-doctype": `The document type declaration is malformed. ${refused} Remove it; feeds need none.`,
  "unknown-declaration": `"<!" begins neither a comment nor a CDATA section. ${refused} Remove it.`,
  "unclosed-element": `The element <{}> is not closed. ${refused} Add its end tag.`,
  "stray-end-tag": `The end tag </{}> closes nothing that is open. ${refused} Remove or correct it.`,
  "too-deep": "Elements are nested too deeply to be kept track of. Nest them less deeply.",
  "text-outside": `Text stands outside the feed's root element. ${refused} Remove it.`,
  "content-after-root": `Elements follow after the end of the feed. Lenient apps may read them; Apple and other strict readers refuse the whole feed. Remove them.`,
  "missing-root": `The feed has no <rss> element around it. ${refused} Add it.`,
  "misplaced-enclosure":
    "An enclosure stands inside <{}> instead of directly in its item; many apps do not see it. Move it out.",
  "orphan-enclosure":
    "An enclosure stands outside any item, where apps do not see it. Move it into its item.",
  "misplaced-item":
    "An item stands outside <channel>. Lenient apps read it; Apple and other strict readers do not see it. Move it into the channel.",
  "strange-namespace":
    'The namespace "{}" is that of no known feed format. Lenient apps read on; strict readers see no feed in it. Remove its declaration.',
  "nested-item":
    "An item begins inside another that was not closed. Lenient apps differ in what they read; strict ones refuse or lose it. Close each item before the next begins.",
} as const;
