import { type Axis, article, type Shop } from "../shop";

const size: Axis = {
  name: "المقاس",
  values: [
    ["صغير", 0],
    ["وسط", 0],
    ["كبير", 4],
  ],
};
const colour: Axis = {
  name: "اللون",
  values: [
    ["أبيض", 0],
    ["أزرق", 0],
    ["رملي", 0],
  ],
};

/** Cotton goods in pounds, in Arabic; 14 % VAT is in the prices. */
export const cairoCotton: Shop = {
  key: "cairo-cotton",
  name: "Cairo Cotton · قطن القاهرة",
  owner: "Mariam Farouk",
  country: "EG",
  currency: "EGP",
  timezone: "Africa/Cairo",
  utcOffsetMinutes: 120,
  locale: "ar-EG",
  orders: 2_800,
  customers: 800,
  webShare: 0.5,
  taxation: {
    kind: "inclusive",
    standard: [{ label: "ضريبة القيمة المضافة", bp: 1_400 }],
    reduced: [{ label: "معفى", bp: 0 }],
  },
  priceStep: 500,
  locations: [
    {
      title: "وسط البلد",
      type: "store",
      trading: true,
      street: "12 شارع المثال",
      town: "القاهرة",
      province: "القاهرة",
      postcode: "11511",
    },
    {
      title: "الإسكندرية",
      type: "store",
      trading: true,
      street: "4 شارع التجربة",
      town: "الإسكندرية",
      province: "الإسكندرية",
      postcode: "21500",
    },
  ],
  catalogue: {
    articles: [
      article("قميص", "ملابس", [70, 160], size),
      article("جلابية", "ملابس", [90, 220], size),
      article("بيجامة", "ملابس", [80, 180], size),
      article("فستان", "ملابس", [110, 260], size),
      article("بنطلون", "ملابس", [90, 190], size),
      article("وشاح", "ملابس", [30, 90], colour),
      article("جوارب", "ملابس", [8, 20], colour),
      article("قبعة", "ملابس", [25, 60], colour),
      article("ملاءة سرير", "مفروشات", [120, 300], colour),
      article("غطاء وسادة", "مفروشات", [25, 60], colour),
      article("لحاف", "مفروشات", [220, 520], size),
      article("بطانية", "مفروشات", [160, 380], colour),
      article("منشفة", "حمام", [30, 90], size),
      article("روب حمام", "حمام", [130, 290], size),
      article("مفرش طاولة", "مطبخ", [60, 150], size),
      article("فوطة مطبخ", "مطبخ", [12, 30], colour),
      article("ستارة", "مفروشات", [140, 340], size),
      article("وسادة", "مفروشات", [40, 110]),
      article("حقيبة قماش", "إكسسوارات", [20, 55], colour),
      article("تفصيل حسب الطلب", "خدمات", [100, 240], null, { counted: false }),
    ],
    lines: [
      { title: "مجموعة النيل", maker: "مصنع المحلة" },
      { title: "مجموعة الدلتا", maker: "مصنع المحلة" },
      { title: "مجموعة الفيوم", maker: "نسيج الفيوم" },
      { title: "مجموعة سيوة", maker: "واحة للنسيج" },
      { title: "مجموعة الأقصر", maker: "نسيج الصعيد" },
      { title: "مجموعة النوبة", maker: "نسيج الصعيد" },
      { title: "مجموعة رشيد", maker: "قطن القاهرة" },
      { title: "مجموعة سيناء", maker: "قطن القاهرة" },
    ],
    title: (thing, line) => `${thing} – ${line}`,
    text: (product) => `${product}: قطن مصري.`,
  },
  people: {
    given: ["أحمد", "فاطمة", "محمود", "نور", "يوسف", "سارة", "خالد", "هدى", "عمر", "ليلى"],
    family: ["حسن", "السيد", "إبراهيم", "عبد الله", "فهمي", "منصور", "شاكر", "رمضان", "سليمان", "زكي"],
    streets: ["شارع المثال", "شارع التجربة", "شارع العينة", "طريق النموذج"],
    towns: [
      { town: "القاهرة", province: "القاهرة", postcode: "11511" },
      { town: "الجيزة", province: "الجيزة", postcode: "12511" },
      { town: "أسوان", province: "أسوان", postcode: "81511" },
    ],
    tel: (digits) => `+20 000 000 ${digits}`,
  },
  delivery: [
    { label: "توصيل للمنزل", code: "home", amount: 6_000, freeFrom: 150_000 },
    { label: "توصيل سريع", code: "express", amount: 11_000, freeFrom: null },
  ],
  levy: null,
  tips: false,
  codes: [
    { kind: "percent", label: "عيد", code: "EID20", percent: 20 },
    { kind: "amount", label: "قسيمة", code: "QUTN50", amount: 5_000 },
  ],
};
