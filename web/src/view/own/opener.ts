import { html, type TemplateResult } from "lit-html";
import { openScheme } from "../../own/flow";

/**
 * 打开自己的方案. Files are chosen, not their folder: for a folder the browser asks whether to “upload” it, which would frighten
 * where nothing leaves the machine.
 */
export const opener = (): TemplateResult => html`<section class="own" aria-labelledby="own-head">
    <h2 id="own-head">自己的方案</h2>
    <p>本地另有考核办法、已经写成方案文件夹的，在这里打开：进到文件夹里，按 Ctrl+A 选中全部 .toml 文件。也可以把这些文件一起拖到本页。</p>
    <p><label class="button">打开自己的方案<input class="sr" type="file" multiple accept=".toml" aria-label="打开自己的方案" @change=${chosen}></label></p>
    <p class="second">用到的是 scheme.toml、conventions.toml、forms.toml 和 ledger.toml，后三个没有的不用选；cases.toml 里手算的例子不在本页核对。方案随工程文件一起保存。</p>
  </section>`;

function chosen(event: Event): void {
  const input = event.target as HTMLInputElement;
  const files = [...(input.files ?? [])];
  input.value = "";
  if (files.length) void openScheme(files);
}
