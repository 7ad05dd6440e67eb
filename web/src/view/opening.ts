/** Before a project file takes the place of what is here, or where a part of it is damaged, a person is asked. */
import { html, nothing, type TemplateResult } from "lit-html";
import type { Page } from "../page";
import { atStake, giveUp, save, saveFirst, takeOver } from "../project/flow";
import type { Told } from "../project/types";

export function opening({ opening: asked, view }: Page): TemplateResult | typeof nothing {
  if (!asked) return nothing;
  const stake = atStake();
  const canSave = stake && !view?.state.read_only;
  return html`<section class="opening no-print" role="group" aria-labelledby="opening-head">
    <h2 id="opening-head">打开 ${asked.name}</h2>
    <p class="second">${about(asked.told)}</p>
    ${damage(asked.told)}
    ${stake ? html`<p>现在的内容还没有保存，打开后会被它替换。</p>` : nothing}
    <p class="buttons">
      ${canSave ? html`<button class="button main" @click=${() => saveFirst(asked)}>先保存现在的，再${verb(asked.told)}</button>` : nothing}
      <button class="button ${canSave ? "" : "main"}" @click=${() => takeOver(asked)}>${canSave ? "不保存，直接" : ""}${verb(asked.told)}</button>
      <button class="button" @click=${giveUp}>不打开</button>
    </p>
  </section>`;
}

const verb = ({ damaged }: Told): string => (damaged.length ? "打开完好的部分" : "打开");

function about({ scheme, track, year, units, revision, steps }: Told): string {
  const [unit = ""] = units;
  const whose = units.length > 1 ? `${unit}等 ${units.length} 个单位` : unit;
  return [whose, year ? `${year}年度` : "", scheme ? `《${scheme}》${track}` : "", revision ? `第 ${revision} 次保存` : "", `${steps} 步`].filter((part) => part !== "").join("　");
}

function damage({ damaged }: Told): TemplateResult | typeof nothing {
  if (damaged.length === 0) return nothing;
  return html`<p><strong>这个文件损坏了。</strong>下面的部分读不出来，其余的完好：</p>
    <ul class="damaged">${damaged.map((part) => html`<li>${part}</li>`)}</ul>
    <p class="second">有备份的，请先找备份。打开完好的部分以后，请核对并重新导入缺少的台账，再保存为新的工程文件。</p>`;
}

/** A project that can only be looked at says so on every screen. */
export const readOnly = ({ view }: Page): TemplateResult | typeof nothing => (view?.state.read_only ? html`<p class="ask no-print" role="note">
    <strong>只读</strong><span>${view.state.read_only}。</span><button class="button" @click=${save}>另存副本</button></p>` : nothing);
