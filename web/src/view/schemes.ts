/** 方案: every document with its tracks; choosing one is an edit like any other. */
import { html, nothing, type TemplateResult } from "lit-html";
import * as act from "../act";
import { hasWork } from "../derive";
import type { Page } from "../page";
import type { Listed, State } from "../types";
import { faults } from "./own/faults";
import { opener } from "./own/opener";

export function schemes({ view, faulty }: Page): TemplateResult {
  if (!view?.schemes) return html`<p class="wait">正在取方案…</p>`;
  const { state, schemes: list } = view;
  return html`<div class="screen-head"><h1>方案</h1>
      <span class="grow"></span><button class="button" @click=${() => act.open("overview")}>返回</button></div>
    ${faulty ? faults(faulty) : nothing}
    <p class="second schemes-hint">${hasWork(view) && !state.sample ? "更换后，装入的文件保留，按新方案重新核算；按原方案打的分和口径调整不再采用，可以撤销。" : "选择考核办法和考核对象。"}</p>
    <table class="grid schemes">
      <caption class="sr">方案和考核对象</caption>
      <colgroup><col><col class="c-year"><col class="c-tracks"></colgroup>
      <thead><tr><th scope="col">考核办法</th><th scope="col">年度</th><th scope="col">考核对象</th></tr></thead>
      <tbody>${list.map((scheme) => row(scheme, state))}</tbody>
    </table>
    ${opener()}`;
}

function row(scheme: Listed, state: State): TemplateResult {
  return html`<tr class=${scheme.id === state.scheme ? "current" : ""}>
    <th scope="row"><b>${scheme.title}</b>${scheme.own ? html` <span class="own-mark">自己的方案</span>` : nothing}<br><span class="second">${scheme.issued}${scheme.own ? html`　版本 ${scheme.version}` : nothing}</span></th>
    <td>${scheme.year}</td>
    <td class="tracks">${scheme.tracks.map((track) => {
      const now = scheme.id === state.scheme && track.id === state.track;
      const choose = () => (now ? act.open("overview") : void act.choose({ scheme: scheme.id, track: track.id, title: scheme.title, track_name: track.title }));
      return html`<button class="button ${now ? "main" : ""}" aria-current=${now ? "true" : nothing} aria-label=${`《${scheme.title}》${track.title}${scheme.own ? "（自己的方案）" : ""}${now ? "，现用" : ""}`} @click=${choose}>${track.title}${now ? "（现用）" : nothing}</button>`;
    })}</td></tr>`;
}
