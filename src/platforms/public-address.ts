/** Whether an IP address is one of the public network: IANA's special-purpose registries (RFC 6890), both families. */

/** IPv4 blocks that are not globally reachable, as [first address, prefix length]. */
const NOT_PUBLIC_V4: readonly (readonly [string, number])[] = [
  ["0.0.0.0", 8], // "this network"
  ["10.0.0.0", 8], // private
  ["100.64.0.0", 10], // carrier-grade NAT (RFC 6598)
  ["127.0.0.0", 8], // loopback
  ["169.254.0.0", 16], // link-local, cloud metadata
  ["172.16.0.0", 12], // private
  ["192.0.0.0", 24], // IETF protocol assignments
  ["192.0.2.0", 24], // documentation
  ["192.88.99.0", 24], // 6to4 relays, deprecated
  ["192.168.0.0", 16], // private
  ["198.18.0.0", 15], // benchmarking
  ["198.51.100.0", 24], // documentation
  ["203.0.113.0", 24], // documentation
  ["224.0.0.0", 4], // multicast
  ["240.0.0.0", 4], // reserved, broadcast
];

/** @param text dotted IPv4, or IPv6 in any form of RFC 4291 §2.2; anything else is not public. */
export function isPublicAddress(text: string): boolean {
  if (text.includes(":")) {
    const groups = parseV6(text);
    return groups !== null && isPublicV6(groups);
  }
  const value = parseV4(text);
  return value !== null && isPublicV4(value);
}

function isPublicV4(value: number): boolean {
  return !NOT_PUBLIC_V4.some(([first, length]) => {
    const shift = 2 ** (32 - length);
    return Math.floor(value / shift) === Math.floor((parseV4(first) ?? 0) / shift);
  });
}

function isPublicV6(groups: readonly number[]): boolean {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = groups;
  const embedded = g * 65_536 + h;
  // IPv4-mapped (::ffff:0:0/96) and NAT64 (64:ff9b::/96) lead to the IPv4 address inside.
  if ([a, b, c, d, e].every((group) => group === 0) && f === 0xffff) return isPublicV4(embedded);
  if (a === 0x64 && b === 0xff9b && [c, d, e, f].every((group) => group === 0)) return isPublicV4(embedded);
  // 6to4 (2002::/16) carries its IPv4 address in the second and third group; Teredo (2001::/32) hides one.
  if (a === 0x2002) return isPublicV4(b * 65_536 + c);
  if (a === 0x2001 && b < 0x200) return false; // IETF protocol assignments, Teredo, ORCHID
  if (a === 0x2001 && b === 0xdb8) return false; // documentation
  if (a === 0x3fff && b < 0x1000) return false; // documentation (RFC 9637)
  // Global unicast is 2000::/3; loopback, link-local, unique local, multicast all lie outside.
  return a >= 0x2000 && a <= 0x3fff;
}

function parseV4(text: string): number | null {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255))
    return null;
  return parts.reduce((value, part) => value * 256 + Number(part), 0);
}

function parseV6(text: string): number[] | null {
  const bare = text.toLowerCase().replace(/%.*$/, "");
  const tail = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(bare);
  const v4 = tail ? parseV4(tail[2] ?? "") : null;
  if (tail && v4 === null) return null;
  const plain =
    tail && v4 !== null
      ? `${tail[1]}${Math.floor(v4 / 65_536).toString(16)}:${(v4 % 65_536).toString(16)}`
      : bare;
  const halves = plain.split("::");
  if (halves.length > 2) return null;
  const [head = "", rest] = halves;
  const before = head === "" ? [] : head.split(":");
  const after = rest === undefined || rest === "" ? [] : rest.split(":");
  const missing = 8 - before.length - after.length;
  if (rest === undefined ? missing !== 0 : missing < 1) return null;
  const groups = [...before, ...new Array<string>(rest === undefined ? 0 : missing).fill("0"), ...after];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/.test(group))) return null;
  return groups.map((group) => Number.parseInt(group, 16));
}
