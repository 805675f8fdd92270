import { type Axis, article, type Shop } from "../shop";

const size: Axis = {
  name: "サイズ",
  values: [
    ["小", 0],
    ["中", 8],
    ["大", 18],
  ],
};
const colour: Axis = {
  name: "色",
  values: [
    ["藍", 0],
    ["白", 0],
    ["飴", 0],
  ],
};
const food = { tax: "reduced" } as const;

/** Tableware and tea in yen, which has no decimals; consumption tax of 10 %, 8 % on food, is in the prices. */
export const kyotoUtsuwa: Shop = {
  key: "kyoto-utsuwa",
  name: "京うつわ",
  owner: "Haruka Tanaka",
  country: "JP",
  currency: "JPY",
  timezone: "Asia/Tokyo",
  utcOffsetMinutes: 540,
  locale: "ja-JP",
  orders: 2_600,
  customers: 750,
  webShare: 0.35,
  taxation: {
    kind: "inclusive",
    standard: [{ label: "消費税 10%", bp: 1_000 }],
    reduced: [{ label: "消費税 8%", bp: 800 }],
  },
  priceStep: 110,
  locations: [
    {
      title: "本店",
      type: "store",
      trading: true,
      street: "見本町1-2-3",
      town: "京都市",
      province: "京都府",
      postcode: "600-0000",
    },
    {
      title: "倉庫",
      type: "warehouse",
      trading: true,
      street: "試験町4-5",
      town: "宇治市",
      province: "京都府",
      postcode: "611-0000",
    },
  ],
  catalogue: {
    articles: [
      article("飯碗", "食器", [14, 36], colour),
      article("汁椀", "食器", [18, 50], colour),
      article("平皿", "食器", [14, 44], size),
      article("鉢", "食器", [20, 70], size),
      article("小皿", "食器", [6, 16], colour),
      article("湯呑", "食器", [12, 34], colour),
      article("急須", "茶器", [36, 120], size),
      article("抹茶碗", "茶器", [44, 220]),
      article("茶筅", "茶器", [18, 50]),
      article("茶筒", "茶器", [20, 70], size),
      article("箸", "食器", [8, 40]),
      article("箸置き", "食器", [4, 10]),
      article("徳利", "酒器", [20, 56], colour),
      article("ぐい呑", "酒器", [14, 60], colour),
      article("花瓶", "花器", [30, 160], size),
      article("風呂敷", "布", [14, 44], colour),
      article("煎茶 100g", "茶", [8, 24], null, food),
      article("ほうじ茶 100g", "茶", [6, 14], null, food),
      article("抹茶 30g", "茶", [14, 40], null, food),
      article("金継ぎ修理", "サービス", [40, 120], null, { counted: false }),
    ],
    lines: [
      { title: "東山", maker: "東山窯" },
      { title: "嵐山", maker: "嵐山工房" },
      { title: "鴨川", maker: "京うつわ" },
      { title: "宇治", maker: "宇治園" },
      { title: "西陣", maker: "西陣工房" },
      { title: "伏見", maker: "伏見窯" },
      { title: "大原", maker: "大原工房" },
      { title: "鞍馬", maker: "京うつわ" },
    ],
    title: (thing, line) => `${line} ${thing}`,
    text: (product) => `${product}。京都でつくられています。`,
  },
  people: {
    given: ["陽子", "健太", "美咲", "大輔", "さくら", "翔", "結衣", "拓也", "葵", "誠"],
    family: ["佐藤", "鈴木", "高橋", "伊藤", "渡辺", "山本", "中村", "小林", "加藤", "吉田"],
    streets: ["見本町1-2-3", "試験町4-5", "仮町6-7", "例町8"],
    towns: [
      { town: "京都市", province: "京都府", postcode: "600-0000" },
      { town: "大阪市", province: "大阪府", postcode: "530-0000" },
      { town: "奈良市", province: "奈良県", postcode: "630-0000" },
    ],
    tel: (digits) => `+81 00 0000 ${digits}`,
  },
  delivery: [
    { label: "宅配便", code: "takuhai", amount: 880, freeFrom: 11_000 },
    { label: "クール便", code: "cool", amount: 1_210, freeFrom: null },
  ],
  levy: null,
  tips: false,
  codes: [
    { kind: "percent", label: "会員", code: "KAIIN5", percent: 5 },
    { kind: "amount", label: "クーポン", code: "KYO500", amount: 500 },
  ],
};
