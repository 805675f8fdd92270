import type { HandOver } from "../embedding";

export const HANDOVER_SCRIPT = "/assets/handover.js";

/** The link back into the developer's app; in an embedded flow its result goes to the page that opened it instead. */
export function WayBack({ href, label, over }: { href: string; label: string; over: HandOver | null }) {
  const handing = over && {
    "data-handover": over.when,
    "data-session": over.session,
    "data-origin": over.origin,
  };
  return (
    <p class="actions">
      <a class="button button-primary" href={href} {...(handing ?? {})}>
        {label}
      </a>
    </p>
  );
}

export function HandOverScript() {
  return <script src={HANDOVER_SCRIPT} defer />;
}
