import { closeSync, openSync, writeSync } from "node:fs";

const words =
  "about after again audio before between brother building called certain chapter city coming could country different during early episode every evening family father first follow friend garden great group guest history house however idea interview island journey kitchen later learn letter listen little making matter meeting minute moment morning mother mountain music never night number often other paper people place point public question quiet radio really river school second should show since sister small something sound south special start still story street studio summer system table their there thing think thought through today together tonight travel under until voice water weather while window winter without woman world would write yesterday young".split(
    " ",
  );

/** A small generator of pseudo-random numbers, so that every run measures the same bytes. */
function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** One item of about 5.8 KB as large hosts write them: 25 tags, 4 KB of show notes in CDATA. */
export function generateItem(number: number): string {
  const random = randomNumbers(number + 1);
  const sentence = (count: number) =>
    Array.from({ length: count }, () => words[random(words.length)]).join(" ");
  const id = number.toString(16).padStart(12, "0");
  const notes = Array.from(
    { length: 9 },
    () =>
      `<p>${sentence(48)}, <a href="https://show.example/?ref=${random(9999)}&utm_source=feed">${sentence(3)}</a>.</p>\n`,
  ).join("");
  const date = new Date(Date.UTC(2026, 0, 1) - number * 43_200_000).toUTCString();
  const title = `${number}: ${sentence(6)} &amp; ${sentence(2)}`;
  return `    <item>
      <title>${title}</title>
      <itunes:title>${title}</itunes:title>
      <link>https://show.example/episodes/${id}</link>
      <guid isPermaLink="false">${id}-4b1c-9a3e</guid>
      <pubDate>${date}</pubDate>
      <description><![CDATA[${notes}]]></description>
      <content:encoded>${sentence(40)} &lt;br/&gt; ${sentence(40)}</content:encoded>
      <itunes:summary>${sentence(60)}</itunes:summary>
      <itunes:subtitle>${sentence(8)}</itunes:subtitle>
      <itunes:author>${sentence(2)}</itunes:author>
      <itunes:duration>${1000 + random(4000)}</itunes:duration>
      <itunes:explicit>false</itunes:explicit>
      <itunes:episodeType>full</itunes:episodeType>
      <itunes:episode>${number}</itunes:episode>
      <itunes:season>1</itunes:season>
      <itunes:image href="https://img.show.example/${id}.jpg"/>
      <podcast:transcript url="https://show.example/${id}.vtt" type="text/vtt"/>
      <podcast:chapters url="https://show.example/${id}.json" type="application/json+chapters"/>
      <podcast:person role="host" href="https://show.example/host">${sentence(2)}</podcast:person>
      <media:thumbnail url="https://img.show.example/${id}-small.jpg"/>
      <category>${sentence(1)}</category>
      <dc:creator>${sentence(2)}</dc:creator>
      <enclosure url="https://dts.example/redirect.mp3/media.example/${id}.mp3?source=feed&amp;n=${number}" length="${30_000_000 + random(9_000_000)}" type="audio/mpeg"/>
    </item>
`;
}

const head = `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:podcast="https://podcastindex.org/namespace/1.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="http://search.yahoo.com/mrss/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom">
  <channel>
    <title>A generated show</title>
    <link>https://show.example/</link>
    <description>Generated to measure with.</description>
    <atom:link rel="self" href="https://feeds.show.example/show.xml"/>
    <podcast:guid>917393e3-1b1e-5cef-ace4-edaa54e1f810</podcast:guid>
`;

/** Writes a feed of `items` items to a file. */
export function generateFeed(path: string, items: number): void {
  const file = openSync(path, "w");
  writeSync(file, head);
  for (let number = items; number > 0; number--) writeSync(file, generateItem(number));
  writeSync(file, "  </channel>\n</rss>\n");
  closeSync(file);
}
