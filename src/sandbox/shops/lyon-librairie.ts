import { type Axis, article, type Shop } from "../shop";

const reliure: Axis = {
  name: "Format",
  values: [
    ["Poche", 0],
    ["Broché", 20],
    ["Relié", 36],
  ],
};
const papier: Axis = {
  name: "Papier",
  values: [
    ["Ligné", 0],
    ["Pointillé", 0],
    ["Uni", 0],
  ],
};
const livre = { tax: "reduced" } as const;

/** Books and paper in euros; TVA of 20 %, and 5.5 % on books, is in the prices. */
export const lyonLibrairie: Shop = {
  key: "lyon-librairie",
  name: "Librairie des Pentes",
  owner: "Camille Moreau",
  country: "FR",
  currency: "EUR",
  timezone: "Europe/Paris",
  utcOffsetMinutes: 60,
  locale: "fr-FR",
  orders: 3_000,
  customers: 850,
  webShare: 0.4,
  taxation: {
    kind: "inclusive",
    standard: [{ label: "TVA 20 %", bp: 2_000 }],
    reduced: [{ label: "TVA 5,5 %", bp: 550 }],
  },
  priceStep: 50,
  locations: [
    {
      title: "Librairie, montée de l’Exemple",
      type: "store",
      trading: true,
      street: "15 montée de l’Exemple",
      town: "Lyon",
      province: null,
      postcode: "69001",
    },
    {
      title: "Boutique en ligne",
      type: "web",
      trading: true,
      street: "15 montée de l’Exemple",
      town: "Lyon",
      province: null,
      postcode: "69001",
    },
  ],
  catalogue: {
    articles: [
      article("Roman", "Littérature", [15, 20], reliure, livre),
      article("Nouvelles", "Littérature", [14, 18], reliure, livre),
      article("Poésie", "Littérature", [12, 18], reliure, livre),
      article("Théâtre", "Littérature", [11, 16], reliure, livre),
      article("Essai", "Sciences humaines", [18, 30], reliure, livre),
      article("Atlas", "Sciences humaines", [44, 90], null, livre),
      article("Album jeunesse", "Jeunesse", [22, 34], null, livre),
      article("Bande dessinée", "Bande dessinée", [24, 44], null, livre),
      article("Guide de voyage", "Voyage", [24, 40], null, livre),
      article("Livre de cuisine", "Cuisine", [36, 70], null, livre),
      article("Beau livre", "Art", [58, 120], null, livre),
      article("Carnet", "Papeterie", [10, 40], papier),
      article("Cahier", "Papeterie", [5, 16], papier),
      article("Agenda", "Papeterie", [20, 60], papier),
      article("Stylo", "Papeterie", [4, 50]),
      article("Encre", "Papeterie", [12, 36]),
      article("Affiche", "Décoration", [16, 60]),
      article("Sac en toile", "Accessoires", [16, 30]),
      article("Carte postale", "Papeterie", [2, 5]),
      article("Atelier d’écriture", "Événements", [40, 80], null, { counted: false }),
    ],
    lines: [
      { title: "La Colline", maker: "Éditions de la Colline" },
      { title: "Le Fleuve", maker: "Éditions du Fleuve" },
      { title: "Les Pentes", maker: "Librairie des Pentes" },
      { title: "Le Canut", maker: "Presses du Métier" },
      { title: "La Soie", maker: "Presses du Métier" },
      { title: "Le Confluent", maker: "Éditions du Fleuve" },
      { title: "Les Traboules", maker: "Éditions de la Colline" },
      { title: "La Presqu’île", maker: "Librairie des Pentes" },
    ],
    title: (thing, line) => `${thing} « ${line} »`,
    text: (product) => `${product}, choisi par nos libraires.`,
  },
  people: {
    given: ["Léa", "Hugo", "Chloé", "Lucas", "Inès", "Jules", "Zoé", "Adam", "Élise", "Noël"],
    family: [
      "Martin",
      "Bernard",
      "Petit",
      "Durand",
      "Leroy",
      "Roux",
      "Girard",
      "N’Guyen",
      "Lefèvre",
      "D’Almeida",
    ],
    streets: ["montée de l’Exemple", "rue du Modèle", "quai de l’Essai", "place du Test"],
    towns: [
      { town: "Lyon", province: null, postcode: "69001" },
      { town: "Villeurbanne", province: null, postcode: "69100" },
      { town: "Grenoble", province: null, postcode: "38000" },
    ],
    tel: (digits) => `+33 0 00 00 ${digits.slice(0, 2)} ${digits.slice(2)}`,
  },
  delivery: [
    { label: "Point relais", code: "relais", amount: 350, freeFrom: 3_500 },
    { label: "Domicile", code: "domicile", amount: 690, freeFrom: 8_000 },
  ],
  levy: null,
  tips: false,
  codes: [
    { kind: "percent", label: "Fidélité", code: "FIDELE5", percent: 5 },
    { kind: "amount", label: "Chèque lire", code: "LIRE10", amount: 1_000 },
  ],
};
