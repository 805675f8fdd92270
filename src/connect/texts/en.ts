import type { Texts } from "./catalogue";
import { FAMILY_EN } from "./family";

export const en: Texts = {
  app: (name) => name ?? "the app",
  platform: (name) => name ?? "the platform",
  days: (count) => (count === 1 ? "1 day" : `${count} days`),
  months: (count) => (count === 1 ? "1 month" : `${count} months`),

  backTo: (app) => `Go back to ${app}`,
  closePage: "You can close this page.",
  continue: "Continue",
  error: "Error",
  code: "Code",
  reference: "Reference",

  picker: {
    title: "Choose your platform",
    lead: (app) => `Where is the shop that you want to connect to ${app}?`,
    none: (app) =>
      `No platform can be connected at the moment. Please go back to ${app} and try again later.`,
  },
  shop: {
    title: (platform) => `Which ${platform} shop?`,
    lead: ({ app, platform }) =>
      `Tell us which shop to connect to ${app}. You then sign in at ${platform} itself; Metristack never sees your password.`,
    label: (platform) => `Address of your ${platform} shop`,
    hint: ({ platform, example }) =>
      `The address at which you sign in to ${platform}, for example ${example}`,
    faults: {
      empty: (example) => `Enter the address of your shop, for example ${example}`,
      malformed: (example) => `This is not the address of a shop. It should look like ${example}`,
      unreachable: () => "We found no shop at this address. Check it and try again.",
    },
  },
  resources: {
    store: {
      name: "Shop profile",
      detail: "your shop’s name, web address, country, currency, language and time zone",
    },
    locations: { name: "Locations", detail: "the names and addresses of your branches and warehouses" },
    products: {
      name: "Products",
      detail: "names, descriptions, variants, prices, product codes and pictures of what you sell",
    },
    orders: {
      name: "Orders",
      detail:
        "what was bought, when and for how much, with taxes, discounts, tips, refunds, notes and how the order stands. Orders contain personal data: the customer they belong to and the delivery name, address and telephone number",
    },
    refunds: { name: "Refunds", detail: "which items and amounts were paid back, when and why" },
    inventory: { name: "Stock", detail: "how many of each item you have, and where" },
    customers: {
      name: "Customers",
      detail:
        "personal data of your customers: names, email addresses, telephone numbers, addresses and notes",
    },
  },
  consent: {
    title: ({ app, platform }) => `Allow ${app} to read data from your ${platform} account?`,
    introduction: ({ app, platform }) =>
      `${app} asks to read the data named below from your ${platform} account, by way of Metristack. Please read what this means before you decide.`,
    data: {
      heading: "What will be read",
      lead: ({ app, platform }) =>
        `As long as the account stays connected, ${app} can read these records, with all the details that ${platform} gives in them:`,
      readOnly: (platform) => `Metristack asks ${platform} for permission to read, not to change anything.`,
    },
    use: {
      heading: "What it is used for",
      lead: (app) => `In the words of those who make ${app}:`,
      none: (app) =>
        `Those who make ${app} have not described what they use the data for. Ask them before you allow it.`,
    },
    sharing: {
      heading: "Who receives it",
      appTerm: (app) => `Those who make ${app}`,
      app: "They receive the data and decide what happens to it in their app. They are responsible for it and for having a privacy policy of their own.",
      policy: (app) => `Privacy policy of ${app}`,
      noPolicy: "They have not given us an address of their privacy policy.",
      metristack:
        "Works on their behalf, as a processor. It passes the data through and does not store it. It runs on Cloudflare’s network.",
      othersHeading: "Who else receives it",
      others: (app) => `Those who make ${app} share the data with:`,
      noOthers: (app) => `Those who make ${app} have named nobody else with whom they share the data.`,
    },
    travel: {
      heading: "Where the data may travel",
      stored: {
        eu: "Metristack keeps the keys to this connection in the European Union.",
        us: "Metristack keeps the keys to this connection in North America, as a rule in the United States.",
        af: "Metristack keeps the keys to this connection in Africa or, where our provider has no room there, in the nearest place that it offers, which can be outside Africa.",
      },
      passing:
        "Your data itself passes from the platform through Metristack to the app and may cross borders on that way, depending on where the platform and the app run.",
      adequacy: ({ app, country }) =>
        `Those who make ${app} are in: ${country}. The protection of data there has been found adequate.`,
      scc: ({ app, country }) =>
        `Those who make ${app} are in: ${country}. They have accepted Standard Contractual Clauses as a safeguard for this transfer.`,
      scc_with_measures: ({ app, country }) =>
        `Those who make ${app} are in: ${country}. Authorities there may have far-reaching access to data. They have accepted Standard Contractual Clauses and taken additional measures as a safeguard for this transfer.`,
      same_law: ({ app, country }) =>
        `Those who make ${app} are in: ${country}. The data protection law of the European Union applies there.`,
      consent: ({ app, country }) =>
        `Those who make ${app} are in: ${country}. The law there may protect your data less than the law where you are. By allowing access you also agree to this transfer.`,
    },
    kept: {
      heading: "What Metristack itself keeps, and for how long",
      lead: "To run and secure its service, Metristack keeps:",
      authentication: {
        term: "Authentication data",
        text: "the keys that the platform issues for this connection: as long as it stays connected, then erased at once",
      },
      usage: {
        term: "Usage analytics",
        text: (months) => `counts and timings of calls: aggregated and anonymised after ${months}`,
      },
      logs: {
        term: "System logs",
        text: (days) => `technical records of calls, for security and troubleshooting: ${days}`,
      },
      metadata: {
        term: "Connection metadata",
        text: (days) =>
          `which platform is connected, since when and with what permissions, and the record of this consent: deleted within ${days} of disconnection`,
      },
      never: {
        term: "Never kept",
        text: "names, addresses and telephone numbers, payment and financial data, and the content of your business: orders, products, customers",
      },
    },
    rights: {
      heading: "Your rights",
      lead: "You have the right to:",
      access: { name: "Access", detail: "learn what data about you is processed" },
      rectification: { name: "Rectification", detail: "have data corrected that is wrong or incomplete" },
      deletion: { name: "Deletion", detail: "have your data deleted" },
      portability: { name: "Portability", detail: "receive your data in a machine-readable form" },
      objection: { name: "Objection", detail: "object to certain ways of processing" },
      withdrawal: {
        name: "Withdrawal",
        detail:
          "take this consent back at any time, as easily as you give it. What was done before stays lawful",
      },
      howHeading: "How to use your rights",
      how: "You can use them in any of these ways:",
      developer: (app) => `Ask those who make ${app}.`,
      mail: "Write to Metristack:",
      centre: "See, follow and end your connections yourself in the privacy centre:",
      centreLink: "Privacy centre",
      disconnect: "Disconnect the account, in the app or at the platform: reading stops at once.",
      policy: "The whole text:",
      policyLink: "End-User Policy of Metristack",
    },
    decision: {
      heading: "Your decision",
      declaration: ({ app, platform }) =>
        `By choosing “Allow”, you confirm that you may decide for this ${platform} account, and you agree that ${app} reads the data named above for the uses named above.`,
      free: "You are free to decline. Nothing is connected then, and nothing is read.",
      allow: "Allow",
      decline: "Decline",
    },
  },
  family: FAMILY_EN,
  onward: {
    title: (place) => `Taking you to ${place}`,
    lead: (place) => `If nothing happens, continue to ${place} yourself.`,
  },
  outcomes: {
    access_denied: {
      title: "Not connected: access was declined",
      happened: ({ platform }) =>
        `Access to ${platform} was declined, so nothing was connected and nothing was read.`,
      next: ({ app }) => `If you change your mind, go back to ${app} and start again.`,
    },
    session_expired: {
      title: "This took too long",
      happened: () =>
        "To protect your account, a connection must be finished within a short time. That time is over.",
      next: ({ app }) => `Go back to ${app} and start again. Nothing was connected.`,
    },
    link_invalid: {
      title: "This link does not work",
      happened: () => "The link is incomplete, or it was withdrawn.",
      next: ({ app }) => `Go back to ${app} and start again from there.`,
    },
    link_used: {
      title: "This link has been used",
      happened: () =>
        "Each link works once, and this one has been opened or finished already. Nothing was changed now.",
      next: ({ app }) => `Go back to ${app}: if the shop is not shown as connected there, start again.`,
    },
    state_mismatch: {
      title: "We could not confirm that it was you",
      happened: () =>
        "The answer does not belong to a connection begun in this browser. That happens when it was begun in another browser or on another device, when cookies are blocked, or when someone else sent you the link. Nothing was connected.",
      next: ({ app }) =>
        `Go back to ${app} and do all the steps in one browser, with cookies allowed. If someone sent you this link, do not continue.`,
    },
    provider_error: {
      title: "The platform reported an error",
      happened: ({ platform }) =>
        `The connection could not be finished, because ${platform} answered with an error.`,
      next: ({ app }) =>
        `Wait a few minutes, then go back to ${app} and start again. If it happens again, tell their support the code below.`,
    },
    platform_unavailable: {
      title: "The platform cannot be reached",
      happened: ({ platform }) => `We got no usable answer from ${platform}. Nothing was connected.`,
      next: ({ app }) => `Please try again later from ${app}.`,
    },
    account_mismatch: {
      title: "This is another account",
      happened: ({ platform }) =>
        `You signed in to ${platform} with another account than the one this connection belongs to. For safety it was not changed.`,
      next: ({ app, platform }) =>
        `Sign out of ${platform}, then go back to ${app}, start again and sign in with the account that was connected first. To use another account, make a new connection.`,
    },
    missing_scopes: {
      title: "A permission is missing",
      happened: ({ platform }) =>
        `Not all permissions that the connection needs were granted at ${platform}, so it was not made.`,
      next: ({ app }) =>
        `Go back to ${app}, start again and leave all permissions selected. You may need to ask the owner of the shop.`,
    },
    internal: {
      title: "Something went wrong on our side",
      happened: () => "We could not finish the connection. You did nothing wrong.",
      next: ({ app }) =>
        `Wait a few minutes, then go back to ${app} and start again. If it happens again, tell their support the code below.`,
    },
  },
  outcome: {
    whatNow: "What you can do",
    platformSaid: (platform) => `Message from ${platform}:`,
    missing: "Permissions that are missing:",
  },
};
