/**
 * The attributes of our cookies: no other host, path or script sets or reads one (`__Host-`). Lax, because a platform
 * sends the person back by a top-level navigation.
 */
export const HOST_COOKIE = {
  prefix: "host",
  httpOnly: true,
  sameSite: "Lax",
  secure: true,
  path: "/",
} as const;
