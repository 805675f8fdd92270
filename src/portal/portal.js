// The developer portal's script: hands what the server asks to the browser's passkeys, and back. Plain ES2020, no
// dependency; a form with `data-passkey` posts JSON to its own action, after asking `<action>/options`.

const bytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (char) => char.charCodeAt(0));

const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer || [])))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");

async function post(path, body) {
  const response = await fetch(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.detail);
  return answer;
}

const withBytes = (list) => list.map((one) => ({ ...one, id: bytes(one.id) }));

async function create(options) {
  const { response } = await navigator.credentials.create({
    publicKey: {
      ...options,
      challenge: bytes(options.challenge),
      user: { ...options.user, id: bytes(options.user.id) },
      excludeCredentials: withBytes(options.excludeCredentials),
    },
  });
  return {
    clientDataJSON: text(response.clientDataJSON),
    attestationObject: text(response.attestationObject),
  };
}

async function get(options) {
  const { id, response } = await navigator.credentials.get({
    publicKey: {
      ...options,
      challenge: bytes(options.challenge),
      allowCredentials: withBytes(options.allowCredentials),
    },
  });
  return {
    id,
    clientDataJSON: text(response.clientDataJSON),
    authenticatorData: text(response.authenticatorData),
    signature: text(response.signature),
    userHandle: text(response.userHandle),
  };
}

/** What people can do something about, in words; a refusal of the browser's own says too little. */
function told(error) {
  if (!window.PublicKeyCredential)
    return "This browser has no passkeys, or this page is not on a secure address.";
  if (error.name === "NotAllowedError") return "No passkey was given. You can try again.";
  if (error.name === "InvalidStateError") return "This device already has a passkey of this account.";
  return error.message || "That did not work. Try again.";
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector("button");
    const alert = form.querySelector("[role=alert]");
    button.disabled = true;
    alert.textContent = "";
    try {
      const fields = Object.fromEntries(new FormData(form));
      // An invitation's token stands behind the #, which no server and no log ever sees.
      if (location.hash) fields.token = location.hash.slice(1);
      const path = form.getAttribute("action");
      const ask = form.dataset.passkey === "create" ? create : get;
      const credential = await ask(await post(`${path}/options`, fields));
      const { next } = await post(path, { ...fields, ...credential });
      location.assign(next);
    } catch (error) {
      alert.textContent = told(error);
      button.disabled = false;
    }
  });
}
