/** What works anywhere on the page: save, undo and redo, drop, paste, a warning before work is lost. */
import * as act from "./act";
import { importFiles, importText } from "./importing/flow";
import { page, say } from "./page";
import { atStake, save } from "./project/flow";
import { closePanel } from "./view/panel";

export function listen(): void {
  document.addEventListener("keydown", onKey);
  document.addEventListener("paste", onPaste);
  // A dropped file must not replace the page.
  window.addEventListener("dragover", (event) => { event.preventDefault(); document.body.classList.add("dragging"); });
  window.addEventListener("dragleave", (event) => { if (event.relatedTarget === null) document.body.classList.remove("dragging"); });
  window.addEventListener("drop", onDrop);
  window.addEventListener("beforeunload", (event) => {
    if (atStake()) event.preventDefault(), (event.returnValue = "");
  });
}

function onKey(event: KeyboardEvent): void {
  if (event.key === "Escape" && page.panel && !event.isComposing) return closePanel();
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.isComposing) return;
  const key = event.key.toLowerCase();
  if (key === "s" && !event.shiftKey) return event.preventDefault(), void save();
  // Text that is being typed has its own undo.
  if (typing(event.target)) return;
  const back = key === "z" && !event.shiftKey;
  const forth = key === "y" || (key === "z" && event.shiftKey);
  if (!back && !forth) return;
  event.preventDefault();
  if (back && page.view?.state.can_undo) void act.undo();
  if (forth && page.view?.state.can_redo) void act.redo();
}

function typing(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLInputElement)) return false;
  if (["radio", "checkbox", "file"].includes(target.type)) return false;
  if (target.classList.contains("cell")) return page.draft !== null;
  return !target.classList.contains("points") || [...page.drafts.values()].some(({ text }) => text === target.value);
}

function onPaste(event: ClipboardEvent): void {
  const data = event.clipboardData;
  if (!data || event.target instanceof HTMLInputElement && event.target.type !== "file") return;
  const text = data.getData("text/plain");
  if (data.files.length && !text.trim()) void importFiles([...data.files]);
  else if (text.trim()) void importText(text);
  else return;
  event.preventDefault();
}

function onDrop(event: DragEvent): void {
  event.preventDefault();
  document.body.classList.remove("dragging");
  const folder = [...(event.dataTransfer?.items ?? [])].map((item) => item.webkitGetAsEntry()).find((entry) => entry?.isDirectory);
  if (folder) return say(`“${folder.name}”是文件夹，没有读取。请打开它，选中里面的文件一起拖入。`, true);
  const files = [...(event.dataTransfer?.files ?? [])];
  if (files.length) void importFiles(files);
}
