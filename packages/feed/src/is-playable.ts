const playableType = /^(?:audio|video)\/|^application\/(?:ogg|(?:x-|vnd\.apple\.)mpegurl|octet-stream$)/;
const playableFile = /\.(?:mp3|m4[abv]|mp4|mov|aac|og[agv]|opus|flac|wav|webm|m3u8)$/;

/**
 * Whether a `media:content` is sound or film: pictures and web players are no enclosures. `value` gives an attribute in
 * small letters, or nothing.
 */
export function isPlayable(value: (name: string) => string): boolean {
  const [type, medium] = [value("type"), value("medium")];
  if (type !== "") return playableType.test(type);
  if (medium !== "") return medium === "audio" || medium === "video";
  if (value("bitrate") + value("samplingrate") + value("duration") !== "") return true;
  return playableFile.test(value("url").replace(/[?#].*$/s, ""));
}
