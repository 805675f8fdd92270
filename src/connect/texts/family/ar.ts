import type { FamilyTexts } from "../catalogue";

export const FAMILY_AR: FamilyTexts = {
  key: {
    title: (platform) => `مفتاحك في ${platform}`,
    lead: ({ app, platform }) =>
      `يقرأ ${app} متجرك على ${platform} بمفتاح تنشئه هناك. يذهب مباشرة إلى خزنتنا ولا يُعرض على أحد.`,
    how: (platform) => `كيف تنشئ المفتاح على ${platform}`,
    faults: {
      refused: "لا تقبل المنصة هذا المفتاح. تأكد من أنه كامل ومفعّل ومسموح له بالقراءة، ثم حاول مرة أخرى.",
      malformed: "هذا لا يشبه ما تصدره المنصة. انسخه مرة أخرى من دون مسافات.",
      empty: "املأ هذا الحقل.",
    },
  },
  steps: {
    title: (platform) => `أعدّ هذا في ${platform}`,
    lead: ({ app, platform }) =>
      `أدخل هذه القيم في متجرك على ${platform}؛ فهي تسمح لـ ${app} بقراءته. تصلح مرة واحدة ولمدة عشر دقائق.`,
    done: "انتهيت من ذلك",
  },
  waiting: {
    title: (platform) => `ننتظر ${platform}`,
    lead: (platform) => `لم يرسل إلينا متجرك على ${platform} مفاتيحه بعد. تتحقق هذه الصفحة من تلقاء نفسها.`,
    again: "تحقق مرة أخرى",
  },
  claim: {
    title: (app) => `أتربط هذا المتجر مع ${app}؟`,
    lead: ({ app, platform }) =>
      `ثبّتَّ التطبيق على ${platform}. تابع فقط إذا كان هذا متجرك وأردت ربطه مع ${app}.`,
    account: "المتجر",
    agree: "اربط هذا المتجر",
    ownerless: {
      title: (platform) => `تم التثبيت على ${platform}`,
      lead: "لم يُربط المتجر بأي تطبيق بعد. عُد إلى تطبيقك خلال 15 دقيقة وأعطه هذا الرمز.",
      code: "رمزك",
    },
  },
};
