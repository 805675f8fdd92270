import { type Axis, article, type Shop } from "../shop";

const bag: Axis = {
  name: "Bag",
  values: [
    ["12 oz", 0],
    ["2 lb", 72],
    ["5 lb", 208],
  ],
};
const cup: Axis = {
  name: "Size",
  values: [
    ["8 oz", 0],
    ["12 oz", 2],
    ["16 oz", 4],
  ],
};
const food = { tax: "reduced" } as const;
const made = { counted: false } as const;

/**
 * Coffee in dollars. Sales tax is added at the till: the state's 6.25 % and the local 2 % as two taxes, so that an
 * order has more than one. Beans are food and bear none; a drink ready to drink bears both.
 */
export const austinRoasters: Shop = {
  key: "austin-roasters",
  name: "Austin Roasters",
  owner: "Jordan Reyes",
  country: "US",
  currency: "USD",
  timezone: "America/Chicago",
  utcOffsetMinutes: -360,
  locale: "en-US",
  orders: 4_000,
  customers: 1_000,
  webShare: 0.3,
  taxation: {
    kind: "added",
    standard: [
      { label: "Texas sales tax", bp: 625 },
      { label: "Local sales tax", bp: 200 },
    ],
    reduced: [{ label: "Exempt", bp: 0 }],
  },
  priceStep: 25,
  locations: [
    {
      title: "South Congress bar",
      type: "store",
      trading: true,
      street: "100 Sandbox Avenue",
      town: "Austin",
      province: "TX",
      postcode: "78704",
    },
    {
      title: "Roastery",
      type: "warehouse",
      trading: true,
      street: "2200 Example Road",
      town: "Austin",
      province: "TX",
      postcode: "78741",
    },
    {
      title: "Farmers' market van",
      type: "van",
      trading: true,
      street: "400 Sample Street",
      town: "Austin",
      province: "TX",
      postcode: "78701",
    },
  ],
  catalogue: {
    articles: [
      article("whole bean", "Coffee", [60, 96], bag, food),
      article("ground coffee", "Coffee", [60, 96], bag, food),
      article("decaf", "Coffee", [64, 100], bag, food),
      article("cold brew concentrate", "Coffee", [48, 72], null, food),
      article("drip coffee", "Bar", [10, 14], cup, made),
      article("latte", "Bar", [16, 22], cup, made),
      article("cappuccino", "Bar", [16, 20], cup, made),
      article("cold brew", "Bar", [16, 20], cup, made),
      article("croissant", "Bakery", [14, 20]),
      article("breakfast taco", "Bakery", [14, 22]),
      article("dripper", "Gear", [72, 140]),
      article("paper filters", "Gear", [18, 40]),
      article("gooseneck kettle", "Gear", [180, 480]),
      article("hand grinder", "Gear", [200, 720]),
      article("mug", "Gear", [48, 100]),
      article("tumbler", "Gear", [88, 160]),
      article("t-shirt", "Merch", [88, 128]),
      article("chocolate bar", "Bakery", [20, 40], null, food),
      article("gift box", "Gifts", [140, 320]),
      article("brewing class", "Classes", [180, 300], null, made),
    ],
    lines: [
      { title: "Bat Bridge", maker: "Austin Roasters" },
      { title: "Hill Country", maker: "Austin Roasters" },
      { title: "Lone Oak", maker: "Austin Roasters" },
      { title: "Yirgacheffe", maker: "Single Origin" },
      { title: "Nyeri", maker: "Single Origin" },
      { title: "Huila", maker: "Single Origin" },
      { title: "Bluebonnet", maker: "Bluebonnet Goods" },
      { title: "Night Shift", maker: "Austin Roasters" },
    ],
    title: (thing, line) => `${line} ${thing}`,
    text: (product) => `${product}. Roasted on Tuesdays.`,
  },
  people: {
    given: ["Taylor", "Maria", "Ethan", "Sofia", "Marcus", "Grace", "Diego", "Hannah", "Amir", "Chloe"],
    family: [
      "Nguyen",
      "Garcia",
      "Johnson",
      "Patel",
      "Smith",
      "O'Brien",
      "Martinez",
      "Kim",
      "Washington",
      "Lee-Hughes",
    ],
    streets: ["Sandbox Avenue", "Example Road", "Sample Street", "Placeholder Lane"],
    towns: [
      { town: "Austin", province: "TX", postcode: "78704" },
      { town: "Round Rock", province: "TX", postcode: "78664" },
      { town: "San Marcos", province: "TX", postcode: "78666" },
    ],
    // 555-0100 to 555-0199 are kept for fiction in the North American Numbering Plan.
    tel: (digits) => `+1 512 555 01${digits.slice(-2)}`,
  },
  delivery: [
    { label: "Ground", code: "ground", amount: 595, freeFrom: 5_000 },
    { label: "Two-day", code: "two_day", amount: 1_495, freeFrom: null },
  ],
  levy: null,
  tips: true,
  codes: [
    { kind: "percent", label: "Newsletter", code: "HOWDY10", percent: 10 },
    { kind: "amount", label: "Five off", code: "FIVER", amount: 500 },
  ],
};
