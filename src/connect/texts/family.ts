import type { FamilyTexts } from "./catalogue";

export const FAMILY_EN: FamilyTexts = {
  key: {
    title: (platform) => `Your key for ${platform}`,
    lead: ({ app, platform }) =>
      `${app} reads your shop at ${platform} by a key that you make there. It goes straight into our vault and is shown to nobody.`,
    how: (platform) => `How to make the key at ${platform}`,
    faults: {
      refused:
        "The platform does not accept this key. Check that it is complete, active and allowed to read, and try again.",
      malformed: "This does not look like what the platform gives out. Copy it again, without spaces.",
      empty: "Fill this in.",
    },
  },
  steps: {
    title: (platform) => `Set this up in ${platform}`,
    lead: ({ app, platform }) =>
      `Enter these values in your shop at ${platform}; that lets ${app} read it. They work once, and for ten minutes.`,
    done: "I have done this",
  },
  waiting: {
    title: (platform) => `Waiting for ${platform}`,
    lead: (platform) =>
      `Your shop at ${platform} has not sent us its keys yet. It does within seconds, as a rule.`,
    again: "Look again",
  },
  claim: {
    title: (app) => `Connect this shop to ${app}?`,
    lead: ({ app, platform }) =>
      `You installed the app at ${platform}. Go on only if this is your shop, and ${app} is what you want to connect it to.`,
    account: "Shop",
    agree: "Connect this shop",
    ownerless: {
      title: (platform) => `Installed at ${platform}`,
      lead: "The shop is not connected to an app yet. Go back to your app within 15 minutes and give it this code.",
      code: "Your code",
    },
  },
};
