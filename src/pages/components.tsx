import type { Child } from "hono/jsx";
import type { Lang } from "./languages";
import { layoutTexts } from "./layout-texts";

/** The parts that the hosted pages share. Each renders to plain HTML and is styled by `metristack.css` alone. */

export type Tone = "neutral" | "good" | "caution" | "danger";

/** A link that leaves the page where it is, and says so to everyone. */
export function NewTabLink({ href, lang, children }: { href: string; lang: Lang; children?: Child }) {
  return (
    <a href={href} target="_blank" rel="noopener noreferrer">
      {children}
      <span class="outward" aria-hidden="true">
        ↗
      </span>
      <span class="unseen"> {layoutTexts(lang).newTab}</span>
    </a>
  );
}

export type ButtonLook = "primary" | "secondary" | "danger";

/** A submit button; `name` and `value`, or an `action` in place of the form's, say which of several was pressed. */
export function Button({
  look = "primary",
  name,
  value,
  action,
  children,
}: {
  look?: ButtonLook;
  name?: string;
  value?: string;
  action?: string;
  children?: Child;
}) {
  return (
    <button type="submit" class={`button button-${look}`} name={name} value={value} formaction={action}>
      {children}
    </button>
  );
}

/** A link that looks like a button, where the next step is a place and not a deed. */
export function ButtonLink({
  href,
  look = "primary",
  children,
}: {
  href: string;
  look?: ButtonLook;
  children?: Child;
}) {
  return (
    <a class={`button button-${look}`} href={href}>
      {children}
    </a>
  );
}

/** The anti-forgery value of a form. */
export function Csrf({ token }: { token: string }) {
  return <input type="hidden" name="csrf" value={token} />;
}

interface FieldProps {
  /** Also the element's id: one field of a name on a page. */
  name: string;
  label: string;
  hint?: string;
  error?: string | undefined;
}

/** What ties a control to its hint and its error (WCAG 2.2 SC 1.3.1, 3.3.1). */
function tied({ name, hint, error }: FieldProps) {
  const describedBy = [error ? `${name}-error` : "", hint ? `${name}-hint` : ""].filter(Boolean).join(" ");
  return {
    ...(error ? { "aria-invalid": "true" as const } : {}),
    ...(describedBy ? { "aria-describedby": describedBy } : {}),
  };
}

function Field({ field: { name, label, hint, error }, children }: { field: FieldProps; children?: Child }) {
  return (
    <div class={error ? "field field-wrong" : "field"}>
      <label for={name}>{label}</label>
      <Said name={name} hint={hint} error={error} />
      {children}
    </div>
  );
}

function Said({ name, hint, error }: { name: string; hint: string | undefined; error: string | undefined }) {
  return (
    <>
      {hint && (
        <p class="hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      {error && (
        <p class="error" id={`${name}-error`}>
          <span aria-hidden="true">⚠ </span>
          {error}
        </p>
      )}
    </>
  );
}

export interface TextFieldProps extends FieldProps {
  value?: string;
  type?: "text" | "email" | "url" | "password" | "number" | "datetime-local";
  placeholder?: string;
  /** WCAG 2.2 SC 1.3.5; `off` for what is nobody's own data. */
  autocomplete?: string;
  inputmode?: "text" | "email" | "url" | "numeric";
  maxlength?: number;
  /** Addresses and keys read left to right in every language. */
  ltr?: boolean;
  required?: boolean;
}

/** A labelled text field with its hint and its error. */
export function TextField(field: TextFieldProps) {
  return (
    <Field field={field}>
      <input
        id={field.name}
        name={field.name}
        type={field.type ?? "text"}
        value={field.value ?? ""}
        {...(field.placeholder ? { placeholder: field.placeholder } : {})}
        {...(field.autocomplete ? { autocomplete: field.autocomplete } : {})}
        {...(field.inputmode ? { inputmode: field.inputmode } : {})}
        {...(field.maxlength ? { maxlength: field.maxlength } : {})}
        {...(field.ltr ? { dir: "ltr", autocapitalize: "none" } : {})}
        {...(field.required ? { required: true } : {})}
        {...tied(field)}
      />
    </Field>
  );
}

/** The same for more than a line. */
export function TextArea(
  field: FieldProps & { value?: string; maxlength?: number; rows?: number; required?: boolean },
) {
  const { name, value, maxlength = 4_000, rows = 4, required } = field;
  return (
    <Field field={field}>
      <textarea
        id={name}
        name={name}
        rows={rows}
        maxlength={maxlength}
        autocomplete="off"
        {...(required ? { required } : {})}
        {...tied(field)}
      >
        {value ?? ""}
      </textarea>
    </Field>
  );
}

export interface SelectFieldProps extends FieldProps {
  value: string;
  options: readonly { value: string; label: string }[];
}

export function SelectField(field: SelectFieldProps) {
  return (
    <Field field={field}>
      <select id={field.name} name={field.name} {...tied(field)}>
        {field.options.map((option) => (
          <option value={option.value} {...(option.value === field.value ? { selected: true } : {})}>
            {option.label}
          </option>
        ))}
      </select>
    </Field>
  );
}

/** Several to be ticked, or with `one` a single one to be chosen. */
export function Choices({
  options,
  chosen,
  one = false,
  ...field
}: FieldProps & {
  options: readonly { value: string; label: Child }[];
  chosen: readonly string[];
  one?: boolean;
}) {
  const { name, label } = field;
  return (
    <fieldset class="options" {...tied(field)}>
      <legend>{label}</legend>
      <Said name={name} hint={field.hint} error={field.error} />
      {options.map(({ value, label: words }) => (
        <div class="option">
          <input
            type={one ? "radio" : "checkbox"}
            id={`${name}-${value}`}
            name={name}
            value={value}
            {...(chosen.includes(value) ? { checked: true } : {})}
          />
          <label for={`${name}-${value}`}>{words}</label>
        </div>
      ))}
    </fieldset>
  );
}

/** A message set apart. `alert` is for what answers the person's own last act (WCAG 2.2 SC 4.1.3). */
export function Notice({ tone, alert, children }: { tone: Tone; alert?: boolean; children?: Child }) {
  return (
    <div class={`notice notice-${tone}`} {...(alert ? { role: "alert" } : {})}>
      {children}
    </div>
  );
}

/** A word of state, such as a connection's status. The word itself tells; the colour only helps. */
export function Badge({ tone, children }: { tone: Tone; children?: Child }) {
  return <span class={`badge badge-${tone}`}>{children}</span>;
}

/** A section with its heading. */
export function Card({ id, heading, children }: { id: string; heading: string; children?: Child }) {
  return (
    <section class="card" aria-labelledby={id}>
      <h2 id={id}>{heading}</h2>
      {children}
    </section>
  );
}

/** Terms with what is to be said of each. */
export function Facts({ facts }: { facts: readonly { term: Child; detail: Child }[] }) {
  return (
    <dl class="facts">
      {facts.map(({ term, detail }) => (
        <div>
          <dt>{term}</dt>
          <dd>{detail}</dd>
        </div>
      ))}
    </dl>
  );
}

/** A table that scrolls by itself on a small screen, reachable by keyboard (WCAG 2.2 SC 1.4.10, 2.1.1). */
export function DataTable({
  caption,
  columns,
  rows,
}: {
  caption: string;
  columns: readonly string[];
  rows: readonly (readonly Child[])[];
}) {
  return (
    <section class="table" aria-label={caption} tabindex={0}>
      <table>
        <caption>
          <span>{caption}</span>
        </caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th scope="col">{column}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells) => (
            <tr>
              {cells.map((cell, index) => (index === 0 ? <th scope="row">{cell}</th> : <td>{cell}</td>))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Text to be copied as it stands: a key, a command, an address. */
export function CodeBlock({ label, children }: { label: string; children?: Child }) {
  return (
    <section class="code" dir="ltr" aria-label={label} tabindex={0}>
      <pre>
        <code>{children}</code>
      </pre>
    </section>
  );
}
