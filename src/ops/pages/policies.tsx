import {
  Badge,
  Button,
  Card,
  DataTable,
  Notice,
  SelectField,
  TextArea,
  TextField,
} from "../../pages/components";
import type { Change } from "../../policy/diff";
import { Changes, STANDING_NAMES } from "../../policy/pages";
import { type PolicyHead, standingOf } from "../../policy/versions";
import { Deed, When } from "../../portal/pages/frame";
import type { AtDesk } from "../desk";
import { count, DeskPage } from "./frame";

/** What the form says, word for word: it goes through the preview and comes back unchanged. */
export interface Draft {
  version: string;
  effective_on: string;
  material: string;
  summary: string;
  text: string;
}

export function PoliciesPage({
  heads,
  draft,
  who,
  now,
}: {
  /** Oldest first. */
  heads: readonly PolicyHead[];
  draft: Draft;
  who: AtDesk;
  now: number;
}) {
  return (
    <DeskPage title="End-User Policy" at="/ops/desk/policies">
      <DataTable
        caption="All versions, newest first"
        columns={["Version", "In force from", "State", "Material", "Announced"]}
        rows={[...heads]
          .reverse()
          .map((head) => [
            <a href={`/policies/end-user/${head.version}`}>{head.version}</a>,
            <When at={head.effectiveAt} />,
            <Badge tone="neutral">{STANDING_NAMES[standingOf(head, heads, now)]}</Badge>,
            head.isMaterial ? "yes" : "no",
            head.announcedAt === null ? "under way" : <When at={head.announcedAt} />,
          ])}
      />
      {who.may("officer") && (
        <Card id="publish" heading="Write a new version">
          <p>
            Nothing is published before you have seen what changes. A material change is announced at least 30
            days ahead. A published version never changes.
          </p>
          <Deed action="/ops/desk/policies/preview" csrf={who.csrf}>
            <TextField
              name="version"
              label="Version"
              hint="The day it was written, such as 2027-02-01"
              value={draft.version}
              autocomplete="off"
              ltr
              required
            />
            <TextField
              name="effective_on"
              label="In force from"
              hint="A day in UTC, such as 2027-04-01"
              value={draft.effective_on}
              autocomplete="off"
              ltr
              required
            />
            <SelectField
              name="material"
              label="Material change"
              value={draft.material}
              options={[
                { value: "yes", label: "yes" },
                { value: "no", label: "no" },
              ]}
            />
            <TextArea name="summary" label="What changes, for people" value={draft.summary} required />
            <TextArea
              name="text"
              label="The whole text"
              hint="## begins a section, ### one below it, - an item of a list; an empty line ends a paragraph."
              value={draft.text}
              rows={24}
              maxlength={400_000}
              required
            />
            <Button>See what changes</Button>
          </Deed>
        </Card>
      )}
    </DeskPage>
  );
}

/** What a version would change, before it is published for good. */
export function PreviewPage({
  draft,
  latest,
  changes,
  who,
}: {
  draft: Draft;
  latest: PolicyHead;
  changes: readonly Change[];
  who: AtDesk;
}) {
  const touched = changes.filter(({ kind }) => kind !== "same").length;
  return (
    <DeskPage title={`Version ${draft.version}`} at="/ops/desk/policies">
      <Notice tone={touched === 0 ? "caution" : "neutral"}>
        <p>
          {touched === 0
            ? `It says the same as the version of ${latest.version}.`
            : `${count(touched, "passage differs", "passages differ")} from the version of ${latest.version}.`}{" "}
          In force from {draft.effective_on},{" "}
          {draft.material === "yes" ? "a material change" : "not material"}.
        </p>
      </Notice>
      <p>{draft.summary}</p>
      <Deed action="/ops/desk/policies" csrf={who.csrf}>
        {Object.entries(draft).map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        <Button look="danger">Publish it for good</Button>
      </Deed>
      <Card id="changes" heading="The text with its changes">
        <Changes changes={changes} />
      </Card>
    </DeskPage>
  );
}
