import { Button, SelectField } from "../../pages/components";
import { REMARK_MAX_LENGTH } from "../../rights/types";
import { type Askable, privacyTexts } from "../texts";
import { Hidden, JurisdictionField } from "./parts";
import { ALL, type CentreView, REQUESTS_PATH } from "./view";

const ASKABLE = ["access", "portability", "rectification"] as const satisfies readonly Askable[];

/** Asks for a thing that is answered later, about one connection or all. */
export function AskForm({ view, names }: { view: CentreView; names: ReadonlyMap<string, string> }) {
  const t = privacyTexts(view.lang);
  const { ask } = t.centre;
  const [first] = view.connections;
  return (
    <section class="card" aria-labelledby="ask">
      <h2 id="ask">{ask.heading}</h2>
      <form method="post" action={REQUESTS_PATH} class="stack">
        <Hidden
          csrf={view.csrf}
          values={names.size === 1 && first !== undefined ? { connection: first.id } : {}}
        />
        <fieldset class="options">
          <legend>{ask.type}</legend>
          {ASKABLE.map((type, index) => (
            <div class="option">
              <input
                type="radio"
                id={`type-${type}`}
                name="type"
                value={type}
                {...(index === 0 ? { checked: true } : {})}
                aria-describedby={`type-${type}-detail`}
              />
              <label for={`type-${type}`}>{ask.options[type].name}</label>
              <p class="hint" id={`type-${type}-detail`}>
                {ask.options[type].detail}
              </p>
            </div>
          ))}
        </fieldset>
        <div class="field">
          <label for="remark">{ask.remark}</label>
          <p class="hint" id="remark-hint">
            {ask.remarkHint}
          </p>
          <textarea
            id="remark"
            name="remark"
            rows={3}
            maxlength={REMARK_MAX_LENGTH}
            dir="auto"
            autocomplete="off"
            aria-describedby="remark-hint"
          />
        </div>
        {names.size > 1 && (
          <SelectField
            name="connection"
            label={ask.connection}
            value={ALL}
            options={[
              { value: ALL, label: t.allConnections },
              ...[...names].map(([value, label]) => ({ value, label })),
            ]}
          />
        )}
        <JurisdictionField lang={view.lang} choice={view} />
        <Button>{ask.submit}</Button>
      </form>
    </section>
  );
}
