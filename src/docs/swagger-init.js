// The start of the reference page, served as a file because the page's policy allows no inline script.
window.addEventListener("DOMContentLoaded", () => {
  // Swagger UI draws itself dark under this class; it does not look at the person's setting by itself.
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const follow = () => document.documentElement.classList.toggle("dark-mode", dark.matches);
  dark.addEventListener("change", follow);
  follow();

  // With its bundle on the page, Chromium changes the address for a link to a part of it, and leaves the focus.
  document.querySelector(".skip").addEventListener("click", () => document.getElementById("content").focus());

  window.SwaggerUIBundle({
    url: "/openapi.json",
    dom_id: "#reference",
    deepLinking: true,
    docExpansion: "list",
    defaultModelsExpandDepth: 0,
    // A key typed here is forgotten with the page; calls are sent only from an operation opened for trying.
    persistAuthorization: false,
    tryItOutEnabled: false,
    // No badge from another origin, and no configuration from the address bar.
    validatorUrl: null,
    queryConfigEnabled: false,
    presets: [window.SwaggerUIBundle.presets.apis],
    layout: "BaseLayout",
    onComplete: describe,
  });
});

// What Swagger UI 5.35 leaves unsaid to a screen reader, or says as if there were headings above it that are not.
function describe() {
  const set = (selector, attributes) => {
    for (const element of document.querySelectorAll(`#reference ${selector}`))
      for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  };
  set("#servers", { "aria-label": "Server" });
  set("h3.opblock-tag, #reference .models h4", { "aria-level": "2" });
}
