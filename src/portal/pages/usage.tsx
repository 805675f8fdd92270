import type { AppRow } from "../../apps/store";
import { quantile } from "../../meter/histogram";
import { Button, DataTable, SelectField } from "../../pages/components";
import { platformName } from "../../platforms/registry";
import type { SignedIn } from "../sessions";
import { type Measures, RANGES } from "../usage";
import type { UsageWish } from "../usage-routes";
import { AppFrame } from "./frame";

const MODES = [
  { value: "test", label: "test" },
  { value: "live", label: "live" },
];
const DIVISIONS = [
  { value: "none", label: "not" },
  { value: "platform", label: "by platform" },
  { value: "operation", label: "by operation" },
  { value: "key", label: "by key" },
];
const PERIODS = { hour: "Hour (UTC)", day: "Day (UTC)", month: "Month (UTC)" };
const MEASURES = ["Calls", "Errors", "p50, ms", "p95, ms", "p99, ms"];

export interface UsageView {
  who: SignedIn;
  app: AppRow;
  wish: UsageWish;
  periods: readonly string[];
  totals: ReadonlyMap<string, Measures>;
  parts: ReadonlyMap<string, Measures>;
  keyNames: ReadonlyMap<string, string>;
}

export function UsagePage({ who, app, wish, periods, totals, parts, keyNames }: UsageView) {
  const { range, mode, by, only } = wish;
  const here = `/portal/apps/${app.id}/usage`;
  const labelOf = (part: string) => {
    if (part === "none") return "none";
    if (by === "platform") return platformName(part);
    return by === "key" ? (keyNames.get(part) ?? part) : part;
  };
  const calls = [...totals.values()].reduce((sum, one) => sum + one.calls, 0);
  return (
    <AppFrame
      who={who}
      app={app}
      at="/usage"
      title={`Usage of ${app.name}`}
      head={
        <>
          <link rel="stylesheet" href="/assets/uplot.css" />
          <script src="/assets/uplot.js" defer />
          <script type="module" src="/assets/usage-chart.js" />
        </>
      }
    >
      <form method="get" action={here} class="filters">
        <SelectField
          name="range"
          label="Time"
          value={range}
          options={Object.entries(RANGES).map(([value, { label }]) => ({ value, label }))}
        />
        <SelectField name="mode" label="Mode" value={mode} options={MODES} />
        <SelectField name="by" label="Divided" value={by} options={DIVISIONS} />
        <Button look="secondary">Show</Button>
      </form>
      {only !== undefined && (
        <p>
          Only {labelOf(only)}. <a href={`${here}?${new URLSearchParams({ range, mode, by })}`}>See all</a>
        </p>
      )}
      <p class="lead">{`${calls} ${mode} ${calls === 1 ? "call" : "calls"} in ${RANGES[range].label}.`}</p>
      <div id="chart" />
      <div id="over-time">
        <DataTable
          caption="Over time"
          columns={[PERIODS[RANGES[range].granularity], ...MEASURES]}
          rows={periods.map((period) => [
            <time datetime={period.length === 13 ? `${period}:00Z` : period}>
              {period.length === 13 ? `${period.replace("T", " ")}:00` : period}
            </time>,
            ...measured(totals.get(period)),
          ])}
        />
      </div>
      {parts.size > 0 && (
        <DataTable
          caption={`Divided by ${by}`}
          columns={[`${by.charAt(0).toUpperCase()}${by.slice(1)}`, ...MEASURES]}
          rows={[...parts]
            .sort(([, a], [, b]) => b.calls - a.calls)
            .slice(0, 100)
            .map(([part, sum]) => [
              <a href={`${here}?${new URLSearchParams({ range, mode, by, only: part })}`}>{labelOf(part)}</a>,
              ...measured(sum),
            ])}
        />
      )}
      <p class="hint">
        An error is a call that was answered with 400 or more. Of latency the meter keeps counts in classes
        that double from 25 ms to 6400 ms: p50, p95 and p99 are the upper bound of theirs. New calls appear
        within a minute.
      </p>
    </AppFrame>
  );
}

function measured(sum: Measures | undefined): (string | number)[] {
  if (!sum) return [0, 0, "–", "–", "–"];
  const bounds = [0.5, 0.95, 0.99].map((q) => quantile(sum.latency, q) ?? "> 6400");
  return [sum.calls, sum.errors, ...bounds];
}
