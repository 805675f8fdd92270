// Draws the usage page's table "Over time" with uPlot. Plain ES2020; without it the table stands alone. The colours are
// the stylesheet's, and follow when the system changes between light and dark.

const table = document.querySelector("#over-time table");
const place = document.querySelector("#chart");

const rows = [...table.querySelectorAll("tbody tr")];
const times = rows.map((row) => Date.parse(row.querySelector("time").dateTime) / 1000);
const names = [...table.querySelectorAll("thead th")].map((cell) => cell.textContent);
/** A column's numbers; null where there were no calls, and the last bound for what is beyond it. */
const column = (index) =>
  rows.map((row) => {
    const number = Number.parseFloat(row.cells[index].textContent.replace("> ", ""));
    return Number.isNaN(number) ? null : number;
  });

const CHARTS = [
  { title: "Calls and errors", columns: [1, 2], colours: ["--accent", "--danger"], dashes: [[], [6, 3]] },
  {
    title: "Latency, ms",
    columns: [3, 4, 5],
    colours: ["--accent", "--focus", "--caution"],
    dashes: [[], [6, 3], [2, 3]],
  },
];

/** As the table writes a period. */
const told = (_, seconds) => rows[times.indexOf(seconds)]?.querySelector("time").textContent ?? "–";

/** A moment on the axis: an hour, a day or a month, as `datetime` has them. */
const SLICES = { 17: [11, 16], 10: [5, 10], 7: [0, 7] };
const slice = SLICES[rows[0].querySelector("time").dateTime.length];
const ticks = (_, splits) => splits.map((seconds) => new Date(seconds * 1000).toISOString().slice(...slice));

/** Whole numbers only: there are no half calls. */
const STEPS = Array.from({ length: 10 }, (_, power) => [1, 2, 5].map((digit) => digit * 10 ** power)).flat();

function draw() {
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(name);
  const axis = { stroke: colour("--quiet"), grid: { stroke: colour("--line"), width: 1 } };
  const font = `12px ${getComputedStyle(document.body).fontFamily}`;
  place.replaceChildren();
  for (const { title, columns, colours, dashes } of CHARTS) {
    const figure = document.createElement("figure");
    // The table below tells all of it.
    figure.setAttribute("aria-hidden", "true");
    place.append(figure);
    const options = {
      title,
      width: figure.clientWidth,
      height: 240,
      tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), "Etc/UTC"),
      scales: { y: { range: (_, __, max) => [0, Math.max(max || 0, 4) * 1.1] } },
      axes: [
        { ...axis, font, values: ticks },
        { ...axis, font, size: 56, incrs: STEPS },
      ],
      series: [
        { label: names[0], value: told },
        ...columns.map((index, nth) => ({
          label: names[index],
          stroke: colour(colours[nth]),
          width: 2,
          dash: dashes[nth],
          points: { show: true, size: 5 },
        })),
      ],
    };
    new uPlot(options, [times, ...columns.map(column)], figure);
  }
}

draw();
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
let width = innerWidth;
addEventListener("resize", () => {
  if (innerWidth !== width) draw();
  width = innerWidth;
});
