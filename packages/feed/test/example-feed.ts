const head = `<?xml version="1.0" encoding="UTF-8"?>
<?xml-stylesheet type="text/xsl" href="/style.xsl"?>
<!DOCTYPE rss [<!ENTITY nbsp "&#160;"><!ENTITY firm 'Lantern "Audio"'>]>
<!-- generated -->
<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:podcast='https://podcastindex.org/namespace/1.0' xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:atom="http://www.w3.org/2005/Atom">
<channel><title>Café &amp; &#169; Co</title><link>https://show.example/</link><description><![CDATA[<p>a & b</p>]]></description><image><title>I</title></image>
`;

/** The enclosure URL of one item of the example feed. */
export const exampleUrl = (number: number) => `https://media.example/${number}.mp3?a=1&b=${number}`;

/** A realistic, well-formed feed that uses every construct of XML somewhere; every second item holds nothing unusual. */
export function buildExampleFeed(items: number): string {
  let feed = head;
  for (let number = 1; number <= items; number++) {
    const [entities, comment, instruction] =
      number % 2 === 0 ? ["&nbsp;&firm;", `<!-- c ${number} -->`, "<?note x ?>"] : ["", "", ""];
    feed += `<item><title>E ${number} &lt;x&gt;${entities} &#x1F600;</title>${comment}<guid isPermaLink="false">g-${number}</guid><pubDate>Tue, 01 Oct 2019 10:00:00 +0200</pubDate>
<description><![CDATA[<p>Notes & more <br> ${number}]]> tail &amp; text</description><content:encoded>&lt;b&gt;x&lt;/b&gt;</content:encoded>
<enclosure url="https://media.example/${number}.mp3?a=1&amp;b=${number}" length="${number}000" type='audio/mpeg'/><itunes:duration xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd">${number}:00</itunes:duration>
<podcast:alternateEnclosure type="audio/opus" length="5"><podcast:source uri="https://media.example/${number}.opus"/></podcast:alternateEnclosure>${instruction}</item>
`;
  }
  return `${feed}</channel></rss>\n`;
}
