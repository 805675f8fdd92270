import type { AppRow } from "../../apps/store";
import type { Mode } from "../../kernel/regions";
import { Card, CodeBlock } from "../../pages/components";
import type { SignedIn } from "../sessions";
import { type FromEnvironment, KEY_FROM_ENVIRONMENT } from "../snippets";
import { AppFrame } from "./frame";
import { Snippets } from "./snippets";

export interface QuickStartProps {
  origin: string;
  mode: Mode;
  /** A registered address; null where there is none yet. */
  redirect: string | null;
  keyPart: string | FromEnvironment;
}

/** From a key to a shop's orders, in three calls. */
export function QuickStart({ origin, mode, redirect, keyPart }: QuickStartProps) {
  const session = {
    external_user_id: "user-1",
    ...(mode === "test" && { platforms: ["sandbox"] }),
    redirect_uri: redirect ?? "https://your-app.example/connected",
  };
  return (
    <>
      <Card id="session" heading="1. Open a connect session">
        <p>
          Send the end-user to the <code>connect_url</code> of the answer.{" "}
          {mode === "test" && "In test mode that is the sandbox, with shops to choose from. "}
          {redirect === null && "The redirect address has to be registered with the app first."}
        </p>
        <Snippets
          what="Open a connect session"
          keyPart={keyPart}
          call={{ method: "POST", url: [`${origin}/v1/connect/sessions`], body: session }}
        />
      </Card>
      <Card id="exchange" heading="2. Exchange the code">
        <p>
          The browser comes back to your address with <code>?code=…</code>, good once. Set it as{" "}
          <code>CODE</code>.
        </p>
        <Snippets
          what="Exchange the code"
          keyPart={keyPart}
          call={{ method: "POST", url: [`${origin}/v1/connect/exchange`], body: { code: { env: "CODE" } } }}
        />
      </Card>
      <Card id="orders" heading="3. Read orders">
        <p>
          Set the answer’s <code>id</code> as <code>CONNECTION</code>.
        </p>
        <Snippets
          what="Read orders"
          keyPart={keyPart}
          call={{
            method: "GET",
            url: [`${origin}/v1/connections/`, { env: "CONNECTION" }, "/orders?limit=5"],
          }}
        />
      </Card>
    </>
  );
}

export function QuickStartPage({
  who,
  app,
  ...start
}: { who: SignedIn; app: AppRow } & Omit<QuickStartProps, "keyPart">) {
  return (
    <AppFrame who={who} app={app} at="" title="Quick start">
      <p>
        Make a test key on <a href={`/portal/apps/${app.id}#keys`}>the app’s page</a>, and set it where these
        run:
      </p>
      <CodeBlock label="Set the key">export METRISTACK_KEY=mtr_test_sk_…</CodeBlock>
      <QuickStart {...start} keyPart={KEY_FROM_ENVIRONMENT} />
    </AppFrame>
  );
}
