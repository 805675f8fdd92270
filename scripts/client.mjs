// The two who use a running server: a person with a browser, a developer with a key. Used by demo.mjs and the benchmark.
/** A person's browser, as far as the hosted pages need one: cookies, redirects and forms. */
export function browserOf(base) {
  const cookies = new Map();
  const browser = { at: base, open: (url) => go(url, {}), submit };
  return browser;

  async function go(url, init) {
    let address = new URL(url, browser.at).href;
    let request = init;
    for (let hops = 0; hops < 10; hops++) {
      const headers = {
        ...request.headers,
        cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; "),
      };
      const answer = await fetch(address, { ...request, headers, redirect: "manual" });
      for (const cookie of answer.headers.getSetCookie()) {
        const [pair] = cookie.split(";");
        cookies.set(pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1));
      }
      browser.at = address;
      const location = answer.headers.get("location");
      if (!location) return answer.text();
      address = new URL(location, address).href;
      request = {};
    }
    throw new Error("too many redirects");
  }

  function submit(html, fields) {
    const form = /<form[^>]*action="([^"]*)"[^>]*>([\s\S]*?)<\/form>/.exec(html);
    if (!form) throw new Error(`no form on the page at ${browser.at}`);
    const body = new URLSearchParams();
    for (const [tag] of form[2].matchAll(/<input[^>]*type="hidden"[^>]*>/g)) {
      body.append(
        decode(/name="([^"]*)"/.exec(tag)?.[1] ?? ""),
        decode(/value="([^"]*)"/.exec(tag)?.[1] ?? ""),
      );
    }
    for (const [name, value] of Object.entries(fields))
      for (const one of [value].flat()) body.append(name, one);
    return go(decode(form[1]), {
      method: "POST",
      body,
      headers: { origin: new URL(browser.at).origin },
    });
  }
}

/** A developer's calls with an API key; an answer other than the one expected throws. */
export function apiOf(base, key) {
  const authorization = `Bearer ${key}`;
  const api = async (method, path, body, expected = 200) => {
    const answer = await fetch(base + path, {
      method,
      headers: { authorization, ...(body && { "content-type": "application/json" }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (answer.status !== expected)
      throw new Error(`${method} ${path} answered ${answer.status}, not ${expected}: ${text.slice(0, 500)}`);
    return JSON.parse(text);
  };
  api.download = async (path) => {
    const answer = await fetch(base + path, { headers: { authorization } });
    if (answer.status !== 200) throw new Error(`GET ${path} answered ${answer.status}`);
    return Buffer.from(await answer.arrayBuffer());
  };
  return api;
}

/** Text as it stands in an attribute. */
export function decode(html) {
  return html
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}
