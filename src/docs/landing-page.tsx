import { ButtonLink, Facts } from "../pages/components";
import { Page } from "../pages/layout";

const NAV = [
  { href: "/docs", label: "API reference" },
  { href: "/portal", label: "Developer portal" },
  { href: "/trust", label: "Trust" },
  { href: "/status", label: "Status" },
].map((item) => ({ ...item, current: false }));

const PLACES = [
  { href: "/docs", label: "API reference", about: "every call, to read and to try" },
  { href: "/portal", label: "Developer portal", about: "apps, keys, connections, usage, logs" },
  { href: "/privacy", label: "Privacy centre", about: "for merchants: see, take along, correct or delete" },
  {
    href: "/policies/end-user",
    label: "End-User Policy",
    about: "what is kept, for how long, and what never is",
  },
  { href: "/trust", label: "Trust", about: "every clause, what enforces it, and live evidence" },
  { href: "/status", label: "Status", about: "whether it works now" },
];

/** What the service is, and the way to each of its places. */
export function LandingPage() {
  return (
    <Page title="Retail data by one API" lang="en" frame={{ kind: "site", label: "Site", nav: NAV }}>
      <h1>Retail data by one API, and none of it kept</h1>
      <p class="lead">
        Metristack connects an app to its users’ shops. Merchants say yes on a page of ours, and developers
        read orders, products, stock and customers of every platform in one model. The data passes through and
        is never stored.
      </p>
      <p class="actions">
        <ButtonLink href="/portal/sign-up">Make an account</ButtonLink>
        <ButtonLink href="/docs" look="secondary">
          Read the reference
        </ButtonLink>
      </p>
      <Facts
        facts={PLACES.map(({ href, label, about }) => ({ term: <a href={href}>{label}</a>, detail: about }))}
      />
    </Page>
  );
}
