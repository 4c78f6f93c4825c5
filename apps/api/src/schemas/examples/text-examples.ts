import { story } from "./story.ts";

/** A list of feeds in OPML 2.0. */
export const opmlExample = `<?xml version="1.0" encoding="utf-8"?>
<opml version="2.0">
  <head>
    <title>Feeds watched by Earshot</title>
    <dateCreated>Wed, 25 Nov 2026 00:10:33 GMT</dateCreated>
  </head>
  <body>
    <outline text="${story.show}" type="rss" category="flagship" xmlUrl="${story.feedUrl}" htmlUrl="${story.siteUrl}" title="${story.show}"/>
    <outline text="${story.secondShow}" type="rss" xmlUrl="${story.secondFeedUrl}" title="${story.secondShow}"/>
  </body>
</opml>
`;

/** A calendar with one deadline (RFC 5545). */
export const calendarExample = [
  "BEGIN:VCALENDAR",
  "VERSION:2.0",
  "PRODID:-//Earshot//certificates//EN",
  "NAME:Earshot: certificates that end",
  "BEGIN:VEVENT",
  "UID:318-1795737599000@earshot",
  "DTSTAMP:20261107T080000Z",
  "DTSTART:20261124T235959Z",
  `SUMMARY:Certificate of ${story.host} ends`,
  "TRANSP:TRANSPARENT",
  "END:VEVENT",
  "END:VCALENDAR",
  "",
].join("\r\n");
