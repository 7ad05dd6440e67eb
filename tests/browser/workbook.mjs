// Workbooks as LibreOffice writes them: sheets of text go in as a flat document, an .xlsx comes out.
import { put, resave } from "./rig.mjs";

const NAMES = Object.entries({
  office: "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
  table: "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
  text: "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
}).map(([prefix, name]) => `xmlns:${prefix}="${name}"`).join(" ");

const escaped = (text) => String(text).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");

/** Numbers stay numbers; everything else is text, dates too, as people type them. */
const cell = (value) =>
  value === "" || value === null ? "<table:table-cell/>"
  : typeof value === "number" ? `<table:table-cell office:value-type="float" office:value="${value}"/>`
  : `<table:table-cell office:value-type="string"><text:p>${escaped(value)}</text:p></table:table-cell>`;

const table = ([name, rows]) => `<table:table table:name="${escaped(name)}">${rows
  .map((row) => `<table:table-row>${row.map(cell).join("")}</table:table-row>`).join("")}</table:table>`;

/**
 * @param {string} folder
 * @param {string} name without its ending
 * @param {Record<string, (string | number | null)[][]>} sheets rows by sheet, heads first
 * @returns {Promise<string>} the path of the .xlsx
 */
export async function workbook(folder, name, sheets) {
  const flat = `<?xml version="1.0" encoding="UTF-8"?><office:document ${NAMES} office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.spreadsheet"><office:body><office:spreadsheet>${Object.entries(sheets).map(table).join("")}</office:spreadsheet></office:body></office:document>`;
  return resave(await put(folder, `${name}.fods`, flat), folder);
}
