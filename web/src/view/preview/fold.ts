import { html, nothing, type TemplateResult } from "lit-html";
import { change, page } from "../../page";

/** A part under its summary, made only when it is open: of a large workbook it is thousands of elements. */
export function fold(kind: string, file: string, summary: string, part: () => TemplateResult, odd = false): TemplateResult {
  const key = `${kind} ${file}`;
  const open = page.unfolded.get(key) ?? odd;
  const toggle = ({ target }: Event) => {
    const now = (target as HTMLDetailsElement).open;
    if (now !== open) change({ unfolded: new Map(page.unfolded).set(key, now) });
  };
  return html`<details class=${kind} .open=${open} @toggle=${toggle}><summary>${summary}</summary>${open ? part() : nothing}</details>`;
}
