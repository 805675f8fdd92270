import type { Shop } from "./shop";
import { austinRoasters } from "./shops/austin-roasters";
import { cairoCotton } from "./shops/cairo-cotton";
import { capeOutdoor } from "./shops/cape-outdoor";
import { dakarMode } from "./shops/dakar-mode";
import { kuwaitOud } from "./shops/kuwait-oud";
import { kyotoUtsuwa } from "./shops/kyoto-utsuwa";
import { lagosHome } from "./shops/lagos-home";
import { lyonLibrairie } from "./shops/lyon-librairie";
import { nairobiFresh } from "./shops/nairobi-fresh";

/** Every sandbox shop, home markets first. */
export const SHOPS: readonly Shop[] = [
  lagosHome,
  nairobiFresh,
  capeOutdoor,
  cairoCotton,
  dakarMode,
  lyonLibrairie,
  austinRoasters,
  kyotoUtsuwa,
  kuwaitOud,
];

/** The shop a key names, or null. Also the guard before a Durable Object is named after outside text. */
export function findShop(key: string): Shop | null {
  return SHOPS.find((shop) => shop.key === key) ?? null;
}
