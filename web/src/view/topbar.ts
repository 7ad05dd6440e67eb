import { html, nothing, type TemplateResult } from "lit-html";
import * as act from "../act";
import { importFiles } from "../importing/flow";
import { unitOf } from "../derive";
import type { Page } from "../page";
import { save } from "../project/flow";

export function topbar(page: Page): TemplateResult {
  const state = page.view?.state;
  return html`<header class="topbar no-print">
    <span class="brand">帮扶考评</span>
    ${state ? html`
      <button class="quiet what" title=${`${state.title}（${state.issued}）${state.track_name}`} aria-label=${`方案《${state.title}》${state.track_name}${state.own ? "（自己的方案）" : ""}，更换`} @click=${() => act.open("schemes")}><span class="clip">${state.title}</span><span class="track clip">· ${state.track_name}</span></button>
      ${state.own ? html`<span class="own-mark" title=${`不是程序自带的，版本 ${state.version}`}>自己的方案</span>` : nothing}
      <button class="quiet" @click=${() => act.open("conventions")} title="更改年度和截止日期">${state.year}年度</button>
      ${units(page)}` : nothing}
    <span class="grow"></span>
    <span class="status" role="status">${status(page)}</span>
    <button class="quiet" ?disabled=${!state?.can_undo} title=${`${label("撤销", state?.undo_label)}（Ctrl+Z）`} aria-label=${label("撤销", state?.undo_label)} @click=${act.undo}>撤销</button>
    <button class="quiet" ?disabled=${!state?.can_redo} title=${`${label("重做", state?.redo_label)}（Ctrl+Y）`} aria-label=${label("重做", state?.redo_label)} @click=${act.redo}>重做</button>
    <button class="button" ?disabled=${!state} title="下载当前考核对象的台账模板" @click=${act.template}>模板</button>
    <label class="button" title="台账文件，或保存过的工程文件">导入<input class="sr" type="file" multiple aria-label="导入台账文件" @change=${chosen}></label>
    ${saving(page)}
    <button class="button" ?disabled=${!unitOf(page)} @click=${() => act.open("print")}>打印</button>
  </header>`;
}

const label = (verb: string, what: string | null | undefined) => (what ? `${verb}：${what}` : verb);

function units(page: Page): TemplateResult {
  const names = page.view?.state.units ?? [];
  const unit = unitOf(page)?.unit;
  if (names.length < 2) return html`<span class="unit">${unit ?? ""}</span>`;
  return html`<select class="unit" aria-label="单位" @change=${(event: Event) => act.openUnit((event.target as HTMLSelectElement).value)}>
    ${names.map((name) => html`<option value=${name} ?selected=${name === unit}>${name}</option>`)}
  </select>`;
}

function saving({ view }: Page): TemplateResult {
  const { unsaved = false, saved = 0, read_only = null } = view?.state ?? {};
  const name = read_only ? "另存副本" : "保存";
  return html`<button class="button" ?disabled=${!unsaved && saved === 0 && !read_only} title="保存工程文件（Ctrl+S）。工程文件才是正式底稿" aria-label=${read_only ? name : "保存工程文件"} @click=${save}>${name}</button>`;
}

/** In words, with the time: whether the project file holds everything, or what was computed that no file holds yet. */
function status(page: Page): TemplateResult | string {
  if (page.reading) return "正在读取";
  if (page.pending) return `${page.pending.files.length} 个文件等待装入`;
  const state = page.view?.state;
  if (!state) return "正在打开";
  if (state.read_only) return html`<b>只读</b>`;
  if (page.draft || page.drafts.size > 0) return html`<b>未保存</b> 有正在填写的内容`;
  if (state.unsaved) return html`<b>未保存</b> ${state.saved ? `第 ${state.saved} 次保存后有改动` : `${page.at} 核算`}`;
  return state.saved ? `已保存 第 ${state.saved} 次 ${page.savedAt}` : "尚未导入";
}

function chosen(event: Event): void {
  const input = event.target as HTMLInputElement;
  void importFiles([...(input.files ?? [])]);
  input.value = "";
}
