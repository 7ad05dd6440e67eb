/** 标注副本: the user's own workbook with the cells of the findings marked, to be handed back to whoever fills it. */
import { html, nothing, type TemplateResult } from "lit-html";
import { download } from "../../act";
import { findingsOf } from "../../derive";
import { original } from "../../originals";
import { mark } from "../../marking";
import { change, page as now, say } from "../../page";
import type { Finding } from "../../types";

export function copies(all: Finding[]): TemplateResult | typeof nothing {
  const typed = now.view?.state.typed_file;
  const files = [...new Set(all.filter(({ severity, file }) => severity !== "note" && file !== "" && file !== typed).map(({ file }) => file))];
  const [first] = files;
  if (first === undefined || now.view?.state.sample) return nothing;
  const hint = "下载原文件的副本：有问题的单元格标了颜色，批注里写着问题和办法";
  if (files.length === 1) return html`<button class="button" title=${hint} ?disabled=${now.marking} @click=${() => save(first)}>下载标注副本</button>`;
  return html`<details class="menu"><summary class="button" title=${hint}>下载标注副本</summary>
    <ul>${files.map((file) => html`<li><button class="link" ?disabled=${now.marking} @click=${() => save(file)}>${file}</button></li>`)}</ul></details>`;
}

async function save(file: string): Promise<void> {
  const bytes = await original(file);
  if (!bytes) return say(`读不到原来的“${file}”：文件已被移动或修改，或者本页重新打开过。请重新导入这个文件，再下载标注副本。`, true);
  change({ marking: true, message: null });
  try {
    const { name, fresh, cells, left, copy } = await mark(file, bytes, findingsOf(now), now.view?.state.reasons ?? []);
    download(copy, name);
    say([`已写出 ${name}，标注了 ${cells} 个单元格。`, fresh ? "原文件不是 .xlsx，副本是新的工作簿：内容照原样写成文字，原来的格式没有保留。" : "", ...left.map((one) => `${one}。`)].filter(Boolean).join("\n"), left.some((one) => one.includes("没有标注")));
  } catch (error) {
    say(`${file}：${error instanceof Error ? error.message : String(error)}`, true);
  } finally {
    change({ marking: false });
  }
}
