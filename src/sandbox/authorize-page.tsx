import { Button, Csrf, Notice } from "../pages/components";
import { Page } from "../pages/layout";
import { initialOf, nameIn } from "../pages/untrusted";
import { REQUEST_PARAMETERS } from "./authorization-request";
import { REQUIRED_SCOPE, type SandboxScope, SCOPES } from "./scopes";
import type { Shop } from "./shop";

export const AUTHORIZE_PATH = "/sandbox/oauth/authorize";

/** First step: whom to be. No password, because nothing here is anybody's. */
export function ChooseShop({ shops, params }: { shops: readonly Shop[]; params: URLSearchParams }) {
  return (
    <Page title="Sandbox shops: sign in" lang="en">
      <h1>Sign in to a sandbox shop</h1>
      <p>
        These shops are invented, and so is everything in them. Choose one and sign in as its owner; no
        password is asked.
      </p>
      <form method="get" action={AUTHORIZE_PATH}>
        <CarriedOn params={params} />
        <ul class="choices">
          {shops.map((shop) => (
            <li>
              <button type="submit" class="choice" name="shop" value={shop.key}>
                <span class="monogram" aria-hidden="true">
                  {initialOf(shop.name)}
                </span>
                <bdi>{`Sign in as ${shop.owner}, owner of ${nameIn("ltr", shop.name)} (${shop.country}, ${shop.currency})`}</bdi>
              </button>
            </li>
          ))}
        </ul>
      </form>
    </Page>
  );
}

/** Second step: what may be read. */
export function Consent(props: {
  shop: Shop;
  scopes: readonly SandboxScope[];
  params: URLSearchParams;
  csrf: string;
}) {
  const { shop, scopes, params, csrf } = props;
  return (
    <Page title="Sandbox shops: allow access" lang="en">
      <h1>Allow Metristack to read {nameIn("ltr", shop.name)}?</h1>
      <p>
        You are signed in as {shop.owner}. The shop is invented; nothing real is shared. What you leave out is
        not granted.
      </p>
      <form method="post" action={AUTHORIZE_PATH}>
        <CarriedOn params={params} />
        <Csrf token={csrf} />
        <input type="hidden" name="shop" value={shop.key} />
        <fieldset>
          <legend>Metristack asks to</legend>
          <ul class="choices">
            {scopes.map((scope) => (
              <li>
                <label>
                  <input
                    type="checkbox"
                    name="allowed"
                    value={scope}
                    checked
                    {...(scope === REQUIRED_SCOPE ? { disabled: true } : {})}
                  />{" "}
                  {SCOPES[scope]}
                </label>
              </li>
            ))}
          </ul>
        </fieldset>
        <p class="actions">
          <Button name="decision" value="allow">
            Allow
          </Button>{" "}
          <Button look="secondary" name="decision" value="decline">
            Decline
          </Button>
        </p>
      </form>
    </Page>
  );
}

/** What cannot be said to the client, because it is not known where the client is. */
export function Refusal({ fault }: { fault: string }) {
  return (
    <Page title="Sandbox shops: this does not work" lang="en">
      <h1>This request for access cannot be used</h1>
      <Notice tone="danger" alert>
        <p>{fault}</p>
      </Notice>
      <p>Go back to where you came from and start again.</p>
    </Page>
  );
}

function CarriedOn({ params }: { params: URLSearchParams }) {
  return (
    <>
      {REQUEST_PARAMETERS.map((name) => {
        const value = params.get(name);
        return value === null ? null : <input type="hidden" name={name} value={value} />;
      })}
    </>
  );
}
