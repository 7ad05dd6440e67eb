import { html, nothing, type TemplateResult } from "lit-html";
import { choose } from "../../importing/flow";
import type { FilePreview, Pending, Preview } from "../../importing/types";
import { columns } from "./columns";
import { newer } from "./newer";
import { sheets } from "./sheets";
import { counted } from "./words";

const GRADES = [["must", "必须修改"], ["explain", "可说明后通过"], ["note", "已处理"]] as const;

/** One file: a line where nothing is odd, the odd things under it, everything else one click away. */
export function file(one: FilePreview, at: number, pending: Pending, found: Preview): TemplateResult {
  const choice = pending.choices[at];
  const skip = choice?.skip ?? false;
  const several = found.files.length > 1;
  const title = `arrival-${at}`;
  const toggle = (event: Event) => choose(at, { skip: !(event.target as HTMLInputElement).checked });
  return html`<section class="arrival ${skip ? "left" : ""}" aria-labelledby=${title}>
    <h2 id=${title}>${several ? html`<label><input type="checkbox" .checked=${!skip} ?disabled=${!one.usable} @change=${toggle}> ${one.name}</label>` : one.name}
      <small>${one.goes_by === one.name ? nothing : html`装入后叫 ${one.goes_by}　`}${skip ? "不装入" : one.usable ? (several ? counted(one.sheets) : nothing) : "还没有可以采用的行"}</small></h2>
    ${skip ? nothing : html`
      ${newer(one, at, choice)}
      ${findings(one)}
      ${columns(one, found)}
      ${sheets(one, at, choice, found)}`}
  </section>`;
}

/** How many findings of each grade; the first of those that somebody must act on. */
function findings({ counts, findings: first, name }: FilePreview): TemplateResult {
  const [must, explain] = counts;
  const shown = first.filter(({ severity }) => severity !== "note");
  const told = GRADES.map(([grade, word], at) => (counts[at] ? html` <span class="grade ${grade}">${word} ${counts[at]}</span>` : nothing));
  return html`<div class="told">
    <p>核对发现：${must + explain + counts[2] === 0 ? "没有发现问题" : told}${must + explain > shown.length ? html` <span class="second">装入后在“核对发现”中逐条查看</span>` : nothing}</p>
    ${shown.length ? html`<ul aria-label=${`${name} 的主要问题`}>${shown.map((finding) => html`<li><span class="grade ${finding.severity}">${finding.cell ?? (finding.sheet || "整个文件")}${finding.also.length ? " 等" : nothing}</span> ${finding.old ? html`“${finding.old}” ` : nothing}${finding.why} <span class="second">${finding.mend}</span></li>`)}</ul>` : nothing}
  </div>`;
}
