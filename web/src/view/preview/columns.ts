import { html, nothing, type TemplateResult } from "lit-html";
import { live } from "lit-html/directives/live.js";
import { assign, mappings, sameHeads } from "../../importing/flow";
import { fold } from "./fold";
import type { ColumnSeen, FilePreview, Preview, SheetSeen } from "../../importing/types";

interface Seen { sheet: SheetSeen; column: ColumnSeen }
/** What stands in the choices for a column that is not to be read, and for one that is told by its header. */
const [SKIP, AUTO] = ["\u0000skip", ""];

/** The columns of a file: those that were not recognised with their first values, to be assigned; the others on demand. */
export function columns(one: FilePreview, found: Preview): TemplateResult {
  const all = one.sheets.filter(({ read_as }) => read_as !== null).flatMap((sheet) => sheet.columns.map((column): Seen => ({ sheet, column })));
  const [known, open] = [all.filter(({ column }) => column.field !== null || column.mapped), all.filter(({ column }) => column.field === null && !column.mapped)];
  const mapped = known.filter(({ column }) => column.mapped).length;
  return html`${open.length ? html`<table class="plain columns-open">
      <caption>没有认出的列 <span class="second">没有采用。指定一次后，表头相同的表都照此读取</span></caption>
      ${head}<tbody>${open.map((seen) => row(seen, found))}</tbody></table>` : nothing}
    ${known.length ? fold("by-column", one.name, `已认出的列（${known.length} 列${mapped ? `，其中手工对应 ${mapped} 列` : ""}）`, () => html`<table class="plain"><caption class="sr">${one.name} 已认出的列</caption>${head}<tbody>${known.map((seen) => row(seen, found))}</tbody></table>`) : nothing}`;
}

const head = html`<thead><tr><th scope="col">工作表</th><th scope="col">表头</th><th scope="col">前几行的内容</th><th scope="col">作为</th></tr></thead>`;

function row({ sheet, column }: Seen, found: Preview): TemplateResult {
  const fields = found.sheets.find(({ name }) => name === sheet.read_as)?.fields ?? [];
  const value = column.field ?? (column.mapped ? SKIP : AUTO);
  const by = (field: string) => {
    const other = sheet.columns.find((one) => one.field === field && one !== column);
    return other ? `${field}（现取自“${other.header}”）` : field;
  };
  return html`<tr>
    <td>${sheet.name}</td><th scope="row">${column.header}</th>
    <td class="samples">${column.samples.map((sample) => html`<span>${sample}</span> `)}</td>
    <td><select aria-label=${`${sheet.name} 的“${column.header}”作为哪一列`} .value=${live(value)} @change=${(event: Event) => set(sheet, column, (event.target as HTMLSelectElement).value)}>
      <option value=${AUTO} ?selected=${value === AUTO}>${column.mapped || column.field !== null ? "按表头认" : "没有认出，不读"}</option>
      ${fields.map((field) => html`<option value=${field} ?selected=${value === field}>${by(field)}</option>`)}
      <option value=${SKIP} ?selected=${value === SKIP}>不读这一列</option>
    </select>${column.mapped ? html` <span class="tag">手工对应</span>` : nothing}</td></tr>`;
}

function set({ heads }: SheetSeen, { header }: ColumnSeen, value: string): void {
  const known = mappings().find((one) => sameHeads(one.heads, heads));
  const { [header]: _, ...others } = known?.columns ?? {};
  const columns = value === AUTO ? others : { ...others, [header]: value === SKIP ? null : value };
  void assign({ heads, sheet: known?.sheet ?? null, columns });
}
