/** What a host does on the way to the audio: counts and redirects, keeps the show, or delivers bytes for others. */
export type HostRole = "prefix" | "host" | "cdn";

/** One known host. `domain` covers all names below it. */
export interface KnownHost {
  readonly domain: string;
  readonly role: HostRole;
  /** Who runs it, as publishers know it. */
  readonly name: string;
}

const known = (role: HostRole, name: string, ...domains: readonly string[]): readonly KnownHost[] =>
  domains.map((domain) => ({ domain, role, name }));

/**
 * Hosts that podcasts are commonly served through, after the public lists of the Open Podcast Analytics Working Group
 * (github.com/opawg/podcast-prefixes, github.com/opawg/podcast-hosts) and OP3 (github.com/skymethod/op3).
 */
export const knownHosts: readonly KnownHost[] = [
  ...known("prefix", "Podtrac", "podtrac.com"),
  ...known("prefix", "Podsights", "pdst.fm"),
  ...known("prefix", "Spotify Ad Analytics", "podcast-rss-prefix.spotify.com", "prfx.byspotify.com"),
  ...known("prefix", "Chartable (closed)", "chrt.fm", "chtbl.com"),
  ...known("prefix", "Blubrry", "media.blubrry.com"),
  ...known("prefix", "Podscribe", "pscrb.fm", "verifi.podscribe.com"),
  ...known("prefix", "suprefix.fm", "suprefix.fm"),
  ...known("prefix", "Magellan AI", "mgln.ai"),
  ...known("prefix", "ArtsAI", "arttrk.com"),
  ...known("prefix", "Claritas", "claritaspod.com", "clrtpod.com"),
  ...known("prefix", "Podcorn", "pdcn.co"),
  ...known("prefix", "Gumball", "gum.fm"),
  ...known("prefix", "OP3", "op3.dev"),
  ...known("prefix", "Podroll", "pdrl.fm"),
  ...known("prefix", "Swap.fm", "swap.fm"),
  ...known("prefix", "Veritonic", "pfx.veritonicmetrics.com"),
  ...known("prefix", "Podkite", "growx.podkite.com"),
  ...known("prefix", "Podder", "p.podderapp.com"),
  ...known("prefix", "Zencastr", "r.zen.ai", "r.zencastr.com"),
  ...known("prefix", "Glystn", "t.glystn.com"),
  ...known("prefix", "AdBarker", "adbarker.com"),
  ...known("prefix", "LetsCast", "letscast.fm"),
  ...known("prefix", "Vpixl", "pfx.vpixl.com"),
  ...known("prefix", "Backtracks", "bktrks.co"),
  ...known("prefix", "Voxalyze", "a.pdcst.to"),
  ...known("prefix", "CoHost", "cohst.app"),
  ...known("prefix", "Podcards", "pdcds.co"),
  ...known("prefix", "United Podcasters", "prefix.up.audio"),
  ...known("prefix", "pfxes.com", "m.pfxes.com"),
  ...known("prefix", "Soundstack", "enrichment.soundstack.com"),
  ...known("prefix", "Podcast++ (no longer forwards)", "analytics.podcastplusplus.com"),
  ...known("prefix", "fstry.me", "track.fstry.me"),
  ...known("prefix", "Ausha", "tr.ausha.co"),
  ...known("prefix", "Médiamétrie eStat", "proxycast.org"),
  ...known("prefix", "Acast Flex", "flex2.acast.com"),
  ...known("prefix", "IPFS Podcasting", "ipfspodcasting.net"),
  ...known("host", "Megaphone", "megaphone.fm"),
  ...known("host", "Spotify for Creators", "anchor.fm", "podcasters.spotify.com"),
  ...known("host", "Spreaker", "spreaker.com"),
  ...known("host", "Buzzsprout", "buzzsprout.com"),
  ...known("host", "Podbean", "podbean.com"),
  ...known("host", "Omny Studio", "omny.fm", "omnystudio.com", "omnycontent.com"),
  ...known("host", "RSS.com", "rss.com"),
  ...known("host", "Simplecast", "simplecast.com", "simplecastaudio.com"),
  ...known("host", "Libsyn", "libsyn.com", "libsynpro.com"),
  ...known("host", "Acast", "acast.com", "pippa.io"),
  ...known("host", "Transistor", "transistor.fm"),
  ...known("host", "SoundCloud", "soundcloud.com", "sndcdn.com"),
  ...known("host", "ART19", "art19.com"),
  ...known("host", "Captivate", "captivate.fm"),
  ...known("host", "Audioboom", "audioboom.com"),
  ...known("host", "PRX", "prxu.org", "prx.org"),
  ...known("host", "Castos", "castos.com"),
  ...known("host", "Fireside", "fireside.fm"),
  ...known("host", "Ausha", "ausha.co"),
  ...known("host", "Podigee", "podigee.com", "podigee-cdn.net"),
  ...known("host", "Blubrry", "blubrry.com"),
  ...known("host", "RedCircle", "redcircle.com"),
  ...known("host", "iVoox", "ivoox.com"),
  ...known("host", "Pinecast", "pinecast.com"),
  ...known("host", "Podomatic", "podomatic.com"),
  ...known("host", "Podcast.co", "pod.co"),
  ...known("host", "bCast", "bcast.fm"),
  ...known("host", "Backtracks", "backtracks.fm"),
  ...known("host", "Blog Talk Radio", "blogtalkradio.com"),
  ...known("host", "NPR", "npr.org"),
  ...known("cdn", "StreamGuys", "streamguys1.com"),
  ...known("cdn", "Amazon CloudFront", "cloudfront.net"),
  ...known("cdn", "Amazon S3", "amazonaws.com"),
  ...known("cdn", "Akamai", "akamaized.net", "akamaihd.net", "akamai.net", "edgesuite.net"),
  ...known("cdn", "Cloudflare", "r2.dev", "cloudflarestream.com"),
  ...known("cdn", "Fastly", "fastly.net", "fastlylb.net"),
  ...known("cdn", "Google Cloud", "storage.googleapis.com", "googleusercontent.com"),
  ...known("cdn", "Microsoft Azure", "blob.core.windows.net", "azureedge.net"),
  ...known("cdn", "Bunny", "b-cdn.net"),
  ...known("cdn", "Backblaze", "backblazeb2.com"),
  ...known("cdn", "DigitalOcean", "digitaloceanspaces.com"),
  ...known("cdn", "Highwinds", "hwcdn.net"),
  ...known("cdn", "Triton Digital", "tritondigital.com"),
  ...known("cdn", "CDN77", "cdn77.org"),
];

const byDomain = new Map(knownHosts.map((host) => [host.domain, host]));

/** What is known of a host name: the entry of the longest domain that it lies in, or null. */
export function knownHostOf(hostname: string): KnownHost | null {
  const labels = hostname.toLowerCase().replace(/\.$/, "").split(".");
  for (let from = 0; from < labels.length - 1; from += 1) {
    const host = byDomain.get(labels.slice(from).join("."));
    if (host) return host;
  }
  return null;
}
