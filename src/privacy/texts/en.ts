import type { PrivacyTexts } from "./catalogue";

export const en: PrivacyTexts = {
  error: "Error",
  testMode: "Test",
  reference: "Reference",
  toCentre: "Back to your data",
  toStart: "To the start of the privacy centre",
  cancel: "Cancel, change nothing",
  connection: ({ app, platform }) => `${platform} in ${app}`,
  allConnections: "All connections",
  about: (connection) => `: ${connection}`,
  jurisdiction: {
    label: "Deadline by the law of",
    hint: "Choose where you live; if it is not here, leave what is set. Only the deadline depends on it: your rights here are the same everywhere.",
    california: "California, United States",
  },

  start: {
    title: "Your data and your rights",
    lead: "Metristack passes your shop’s data on to the app you allowed, and stores none of it. Here you see what it keeps about your connections, why and until when, and you can end, correct, take along or delete it.",
    signIn: "Sign in at your platform",
    how: "You show that an account is yours by signing in at its platform. Metristack asks for no name, no address and no password, and reads nothing from the account.",
    none: "No platform can be reached from here at the moment. Please use one of the other ways below.",
    mailed: "Your mailed request waits for this proof. Once you have signed in, it goes on by itself.",
    faults: {
      no_platform: "Choose the platform of your shop.",
      form_stale: "This page had been open for too long, so nothing was done. Please choose again.",
      too_many: "There were too many attempts in a short time. Please wait a little, then try again.",
    },
    otherWays: "Other ways",
    developer:
      "Ask the app you connected: its developer can show, correct, export and delete what is kept about the connection.",
    mail: "Write to Metristack:",
  },
  mailed: {
    title: "Continue with your request",
    lead: "You asked by mail. The link you opened works once: continue in this browser, then sign in at your platform to show that the account is yours.",
    button: "Continue",
  },
  shop: {
    title: (platform) => `Which ${platform} shop?`,
    lead: (platform) =>
      `Tell us which shop is yours. You then sign in at ${platform} itself; Metristack never sees your password.`,
  },

  centre: {
    title: "Your data at Metristack",
    account: (platform) =>
      `You have shown that a ${platform} account is yours. These are all its connections, in all apps.`,
    appUser: (app) => `${app} has confirmed who you are. These are your connections in this app.`,
    endsAt: (time) => `For your safety, this visit ends at ${time}. You can sign in again at any time.`,
    signOut: "Sign out",
    connections: "Your connections",
    none: "There is no connection, and nothing is kept about one.",
    status: "Status",
    connectedAt: "Connected since",
    disconnectedAt: "Disconnected on",
    deletionDue: "Everything about it deleted by",
    held: "What is kept, why, and until when",
    limits: "Not done, as you asked",
    limitSince: (date) => `since ${date}`,
    lift: "Allow again",
    acts: {
      object: "Object to a use",
      restrict: "Restrict",
      disconnect: "Disconnect",
      delete: "Delete",
    },
    all: {
      heading: "All connections at once",
      acts: { restrict: "Restrict all", disconnect: "Disconnect all", delete: "Delete everything" },
    },
    ask: {
      heading: "Make a request",
      type: "What do you want?",
      options: {
        access: {
          name: "Know what is kept",
          detail: "a full answer: which data, for what, who receives it, until when, and where it comes from",
        },
        portability: {
          name: "Get my data",
          detail: "files that people and machines can read, to keep or to take elsewhere",
        },
        rectification: {
          name: "Have something corrected",
          detail: "where it is wrong or incomplete; say below what is right",
        },
      },
      connection: "About which connection?",
      remark: "What is wrong, and what is right?",
      remarkHint:
        "Only for a correction. Please write no names, addresses or passwords: we do not need them.",
      submit: "Send the request",
    },
    requests: "Your requests",
    noRequests: "You have made no request yet.",
    received: (date) => `Received on ${date}`,
    due: (date) => `answer due by ${date}`,
    bundleReady: "ready to download",
  },

  classes: { operational: "Records of your rights", developer_account: "The developer’s account" },
  held: {
    credentials: {
      name: "Keys to your platform account",
      detail: "to read from the platform for the app. Nobody is ever shown their value.",
    },
    connect_flow: {
      name: "The steps of connecting",
      detail: "to finish a connection that was begun, and to find out why one failed.",
    },
    connection: {
      name: "The connection itself",
      detail:
        "which platform and app, since when, with what permissions: to decide whether the app may read.",
    },
    consent: { name: "Your consent", detail: "to show what you agreed to, and when." },
    limits: { name: "Your objections and restrictions", detail: "to keep to them with every call." },
    usage: {
      name: "Counts and timings of calls",
      detail: "to run the service and account for it. They hold nothing of your shop.",
    },
    logs: {
      name: "Technical records of calls",
      detail: "for security and to find faults. They hold nothing of your shop.",
    },
    bundles: { name: "Copies made for you", detail: "so that you can download what you asked for." },
    requests: {
      name: "Your requests",
      detail: "to answer them in time, and to show that this was done.",
    },
    other: {
      name: "Other technical records",
      detail: "to run the service. The answer to “Know what is kept” names them one by one.",
    },
  },
  until: {
    whileConnected: "Until you disconnect, then erased at once",
    afterDisconnection: (period) => `As long as it is connected, then deleted within ${period}`,
    date: (date) => `Deleted by ${date}`,
    rolling: (period) => `Each record is deleted after ${period}`,
    anonymised: (period) => `Each record is made anonymous after ${period}`,
    legalHold: "Until a legal duty to keep it ends",
  },
  statuses: {
    pending: "Not finished",
    active: "Connected",
    degraded: "Connected, with problems",
    needs_reauth: "Interrupted: must be connected again",
    disconnected: "Disconnected",
  },
  purposes: {
    retail_data: {
      name: "Passing on the shop’s data",
      detail: "The app can no longer read anything of the shop: neither orders nor products nor customers.",
    },
    customer_data: {
      name: "Passing on your customers’ data",
      detail: "The app can no longer read the list of your customers.",
    },
    raw_data: {
      name: "Passing on the platform’s own answers",
      detail: "The app gets only the records that Metristack knows, never all that the platform says.",
    },
    keep_alive: {
      name: "Renewing the permission while nobody uses it",
      detail: "If the app reads nothing for long, the connection may lapse and must then be made again.",
    },
    all: { name: "All processing", detail: "What is kept stays, but it is not used." },
  },

  confirm: {
    disconnect: {
      one: ({ app, platform }) => `Disconnect ${platform} from ${app}?`,
      all: "Disconnect all connections?",
      points: [
        "From this moment on, the app can read nothing from the account.",
        "The keys are erased at once and, where the platform allows it, declared invalid there.",
        "What else is kept leaves by itself, at the times shown with your data.",
        "To use it again, you would have to connect again in the app.",
      ],
      button: "Disconnect",
    },
    delete: {
      one: ({ app, platform }) => `Delete what is kept about ${platform} in ${app}?`,
      all: "Delete what is kept about all connections?",
      points: [
        "If it is still connected, it is disconnected first.",
        "What is kept about it is erased, unless a law demands that it be kept. Security records cannot be taken out one by one: they leave at the time shown with your data.",
        "The developer of the app is told of the deletion. What the app has stored itself is not at Metristack: ask the developer about it.",
        "A bare record stays that you asked and were answered.",
        "This cannot be undone.",
      ],
      button: "Delete",
    },
    restrict: {
      one: ({ app, platform }) => `Restrict the use of ${platform} in ${app}?`,
      all: "Restrict the use of all connections?",
      points: [
        "What is kept stays, but it is not used.",
        "As long as this lasts, the app can read nothing from the account.",
        "You can allow it again at any time.",
      ],
      button: "Restrict",
    },
  },
  object: {
    title: ({ app, platform }) => `Object to a use of ${platform} in ${app}`,
    lead: "You need give no reason, and it takes effect at once. The connection itself stays.",
    legend: "What should no longer be done?",
    submit: "Object",
    standing: "Your objections so far",
    allStand: "You have objected to every use there is.",
  },

  requestTypes: {
    access: "Request to know what is kept",
    rectification: "Request for correction",
    deletion: "Request for deletion",
    portability: "Request for a copy of the data",
    objection: "Objection",
    restriction: "Request for restriction",
  },
  requestStatuses: {
    received: { name: "Received", detail: "Your request has arrived." },
    verifying: {
      name: "Waiting for proof",
      detail: "The request waits for you to show that the account is yours.",
    },
    verified: { name: "Accepted", detail: "The request is about to be carried out." },
    in_progress: { name: "In progress", detail: "The request is being carried out." },
    completed: { name: "Done", detail: "The request has been answered in full." },
    refused: { name: "Refused", detail: "The request could not be granted. The reason is given below." },
    withdrawn: { name: "Withdrawn", detail: "You took the request back." },
    expired: {
      name: "Lapsed",
      detail: "It was not shown in time that the account is yours. You can make a new request.",
    },
  },
  request: {
    receivedAt: "Received",
    dueAt: "Answer due by",
    extended: "The deadline has been extended, as the law allows for difficult or numerous requests.",
    closedAt: "Closed",
    connections: "About",
    bundle: "Your data",
    bundleUntil: (time) => `It can be downloaded until ${time}. After that it is deleted.`,
    download: "Download the ZIP archive",
    history: "What has happened",
    receipt: "Receipt",
    receiptLead:
      "A signed proof of the answer. Anyone can check it against the keys that Metristack publishes:",
    refusal: "Why it was refused",
    complain:
      "If you disagree, you can complain to the data protection authority of the place where you live, or go to court.",
    withdraw: "Withdraw the request",
    withdrawLead: "You can take the request back as long as nothing has been done about it.",
  },
  events: {
    received: "The request was received.",
    confirmed: "Receipt was confirmed.",
    verifying: "You were asked to show that the account is yours.",
    verified: "It was shown that the account is yours.",
    planned: "The steps to be taken were worked out.",
    step_done: "A step was done.",
    in_progress: "Work on the request began.",
    disconnected: "The connection was ended.",
    erased: "Data was erased.",
    corrected: "Data was corrected.",
    limited: "Uses of the data were stopped.",
    lifted: "A use of the data was allowed again.",
    bundle_built: "The copy of the data was made.",
    notified: "The developer of the app was told.",
    extended: "The deadline was extended.",
    reminded: "Those who answer were reminded of the deadline.",
    completed: "The request was answered.",
    refused: "The request was refused.",
    withdrawn: "The request was withdrawn.",
    expired: "The request lapsed, because no proof came in time.",
  },
  refusals: {
    identity_not_proved: "It was not shown that a connection is yours.",
    manifestly_unfounded: "The request has clearly no ground.",
    excessive: "The same was asked so often that it goes beyond what the law provides for.",
    legal_hold: "A law, or a legal claim, forbids erasing the data for now.",
    rights_of_others: "The answer would take away the rights of other people.",
    nothing_held: "Nothing is kept about you, or nothing any more.",
    not_inaccurate: "What is kept was checked and is right as it stands.",
  },
  otherRefusal: "The ground has no description here. Write to Metristack to learn it.",

  notices: {
    signed_in: "This is everything that is kept about you.",
    disconnected: "Disconnected. The app can read nothing any more, and the keys have been erased.",
    disconnect_later:
      "The disconnection has begun and goes on by itself. Please look again in a little while.",
    request_received: "Your request has been received. You can follow it under “Your requests”.",
    deletion_received:
      "Your request for deletion has been received and is being carried out. You can follow it under “Your requests”.",
    already_open:
      "You have made this request before, and it is still being answered. You find it under “Your requests”.",
    objection_saved: "Your objection holds from now on.",
    objection_none: "You chose nothing to object to, so nothing was changed.",
    restricted: "Restricted. What is kept stays, but it is not used.",
    lifted: "This use is allowed again.",
    withdrawn: "The request has been withdrawn.",
    not_withdrawn:
      "The request could not be withdrawn, because it is being carried out or is closed already.",
    remark_missing: "Say what is wrong and what is right, then send the request again.",
    form_stale: "The page had been open for too long, so nothing was changed. Please try again.",
    too_many: "That was too much in a short time. Please wait a little, then try again.",
  },
  messages: {
    link_invalid: {
      title: "This link does not work",
      text: "It is incomplete, too old, or has been used already: each link works once. Sign in at your platform instead, or ask anew.",
    },
    session_expired: {
      title: "Your visit has ended",
      text: "To protect your data, a visit lasts for a short time only. Nothing was changed. Please sign in again.",
    },
    not_found: {
      title: "There is nothing here",
      text: "The page does not exist, or it is not about a connection of yours.",
    },
    platform_unavailable: {
      title: "The platform cannot be reached",
      text: "We got no usable answer from the platform. Please try again later.",
    },
    declined: {
      title: "You did not sign in",
      text: "The sign-in at the platform was declined, so we cannot show anything. You can try again.",
    },
    state_mismatch: {
      title: "We could not confirm that it was you",
      text: "The answer of the platform does not belong to a sign-in begun in this browser. Do all the steps in one browser, with cookies allowed. If someone sent you a link, do not continue.",
    },
    signed_out: {
      title: "You have signed out",
      text: "Your data is no longer shown in this browser.",
    },
    nothing_held: {
      title: "Nothing is kept about you",
      text: "There is no connection of the account that you signed in with. If you connected another account, sign out at the platform and come back with that one.",
    },
    token_invalid: {
      title: "The app’s confirmation does not hold",
      text: "The app sent you here with a confirmation that is wrong, too old, or has been used already. Go back to the app and start again, or sign in at your platform.",
    },
    bundle_expired: {
      title: "This copy has been deleted",
      text: "A copy can be downloaded for a limited time only, and that is over. You can ask for a new one.",
    },
    form_stale: {
      title: "This page was out of date",
      text: "It had been open for too long, or belongs to another visit. Nothing was changed. Please start again.",
    },
    internal: {
      title: "Something went wrong on our side",
      text: "You did nothing wrong. Please try again in a little while. If it happens again, write to privacy@metristack.com and name the reference below.",
    },
  },
};
