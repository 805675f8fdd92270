import { CodeBlock } from "../../pages/components";
import { type FromEnvironment, type SnippetCall, snippetsOf } from "../snippets";

/** A call in each language, to be unfolded; the first is open. */
export function Snippets({
  what,
  call,
  keyPart,
}: {
  what: string;
  call: SnippetCall;
  keyPart: string | FromEnvironment;
}) {
  return (
    <div class="folds">
      {snippetsOf(call, keyPart).map(({ label, text }, index) => (
        <details open={index === 0}>
          <summary>{label}</summary>
          <CodeBlock label={`${what}: ${label}`}>{text}</CodeBlock>
        </details>
      ))}
    </div>
  );
}
