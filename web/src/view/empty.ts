import { html, nothing, type TemplateResult } from "lit-html";
import * as act from "../act";
import { importFiles } from "../importing/flow";
import type { State } from "../types";

/** Nothing is loaded: the first step, in one sentence. */
export function empty({ title, track_name, can_sample, own, version }: State): TemplateResult {
  return html`<section class="empty" aria-labelledby="first-step">
    <h1 id="first-step">把本单位的工作台账拖到这里，就能看到每项指标的得分和预计等次。</h1>
    <label class="drop">
      <span class="drop-main">拖入台账文件，或<span class="link">选择文件</span></span>
      <span class="second">.xlsx、.xls、.ods、.csv 等都可以，一次可以选几个</span>
      <span class="second">保存过的工程文件（.bangfu）也在这里打开</span>
      <span class="second">也可以在 Excel、WPS 中复制表格（含表头），在本页按 Ctrl+V 粘贴</span>
      <input class="sr" type="file" multiple aria-label="选择文件" @change=${chosen}>
    </label>
    <p class="scheme-now">按${own ? "自己的方案" : ""}《${title}》（${track_name}）核算${own ? `，版本 ${version}` : ""}。<button class="link" @click=${() => act.open("schemes")}>更换方案</button>${own ? nothing : html`<span class="second">　本地自己写的方案也在那里打开</span>`}</p>
    <p class="choices">
      <span>还没有台账？</span><button class="button" @click=${act.template}>下载模板</button><button class="button" @click=${() => act.open("entry")}>在本页录入</button>
      ${can_sample ? html`<span>先看看是什么样？</span><button class="button" @click=${act.sample}>打开示例</button>` : nothing}
    </p>
    <p class="second">数据只在这台电脑的本页里处理，不上传。关闭页面前请按 Ctrl+S 保存工程文件：工程文件才是正式底稿，下次打开它接着做。</p>
  </section>`;
}

function chosen(event: Event): void {
  const input = event.target as HTMLInputElement;
  void importFiles([...(input.files ?? [])]);
  input.value = "";
}
