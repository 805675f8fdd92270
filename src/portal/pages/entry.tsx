import type { Child } from "hono/jsx";
import { Button, Notice, TextField } from "../../pages/components";
import { PortalPage } from "./frame";

/** A form that the script answers with a passkey; `kind` says whether one is made or used. */
export function PasskeyForm({
  action,
  kind,
  button,
  children,
}: {
  action: string;
  kind: "create" | "get";
  button: string;
  children?: Child;
}) {
  return (
    <form method="post" action={action} class="stack" data-passkey={kind}>
      {children}
      <p class="error" role="alert" />
      <p class="actions">
        <Button>{button}</Button>
      </p>
      <noscript>
        <Notice tone="caution">
          <p>Passkeys need JavaScript: the browser gives them to a script only.</p>
        </Notice>
      </noscript>
    </form>
  );
}

function LabelField() {
  return (
    <TextField
      name="label"
      label="What your team should call you"
      hint="Any name you like. We ask for no other name and for no address."
      autocomplete="nickname"
      maxlength={60}
      required
    />
  );
}

export function SignInPage() {
  return (
    <PortalPage title="Sign in">
      <PasskeyForm action="/portal/sign-in" kind="get" button="Sign in with a passkey" />
      <p>
        New here? <a href="/portal/sign-up">Make an account</a>
      </p>
      <p>
        Lost your passkey? <a href="/portal/recover">Use a recovery code</a>
      </p>
    </PortalPage>
  );
}

export function SignUpPage() {
  return (
    <PortalPage title="Make a developer account">
      <p class="lead">Your device keeps a passkey for you. There is no password to think of, or to lose.</p>
      <PasskeyForm action="/portal/sign-up" kind="create" button="Make a passkey">
        <LabelField />
      </PasskeyForm>
      <p>
        Have an account? <a href="/portal/sign-in">Sign in</a>
      </p>
    </PortalPage>
  );
}

export function JoinPage() {
  return (
    <PortalPage title="Join a team">
      <p class="lead">You were invited to a developer’s team. Your device keeps a passkey for you.</p>
      <PasskeyForm action="/portal/join" kind="create" button="Make a passkey and join">
        <LabelField />
      </PasskeyForm>
    </PortalPage>
  );
}

export function RecoverPage({ isWrong = false }: { isWrong?: boolean }) {
  return (
    <PortalPage title="Use a recovery code">
      <p class="lead">Each of your ten codes lets you in once.</p>
      <form method="post" action="/portal/recover" class="stack">
        <TextField
          name="code"
          label="Recovery code"
          autocomplete="off"
          maxlength={40}
          ltr
          required
          {...(isWrong && { error: "This is no code, or it was used before." })}
        />
        <p class="actions">
          <Button>Sign in</Button>
        </p>
      </form>
    </PortalPage>
  );
}
