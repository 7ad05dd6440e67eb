/** 工程文件: saved as a download, opened in the place of what is here. */
import { show } from "../act";
import { change, page, say } from "../page";
import type { Opening } from "./types";

/** Whether something would be lost if the page were closed or another project opened. */
export const atStake = (): boolean =>
  page.draft !== null || page.pending !== null || page.drafts.size > 0 || (page.view?.state.unsaved ?? false);

/** What is being typed is taken in first: leaving a field does that, and questions are answered in order. */
export async function save(): Promise<void> {
  const before = page.view?.state;
  if (!before || (!atStake() && before.saved === 0 && before.read_only === null)) return say("还没有可以保存的内容。");
  const field = document.activeElement;
  if (field instanceof HTMLElement) field.blur();
  const refused = await show({ do: "save" });
  if (field instanceof HTMLElement && field.isConnected) field.focus({ preventScroll: true });
  if (refused) return say(refused, true);
  const { saved = 0, read_only } = page.view?.state ?? {};
  const asked = "浏览器询问存到哪里时点了“取消”的，请再保存一次。";
  if (read_only) say(`副本已下载，与打开的文件一模一样。${asked}`);
  else say(`第 ${saved} 次保存，工程文件已下载。工程文件才是正式底稿，请妥善保管，下次用“导入”打开它接着做。${asked}`);
}

/** Opens a project file at once where nothing is lost by it; else a person is asked. */
export async function propose(opening: Opening): Promise<void> {
  const { told } = opening;
  if (!atStake() && told.damaged.length === 0) return takeOver(opening);
  change({ opening });
  requestAnimationFrame(() => document.querySelector<HTMLElement>(".opening button")?.focus());
}

export const giveUp = (): void => {
  change({ opening: null });
  say("没有打开，内容没有变化。");
};

export async function saveFirst(opening: Opening): Promise<void> {
  await save();
  await takeOver(opening);
}

/** Opens it; the work goes on at its overview. */
export async function takeOver({ name, told, bytes }: Opening): Promise<void> {
  page.drafts.clear();
  change({ opening: null, pending: null, draft: null, message: null });
  const refused = await show({ do: "open", bytes });
  if (refused) return say(refused, true);
  change({ screen: "overview", unit: null, panel: null, form: null, category: null, sheet: null, from: 0, windows: [], target: null, explaining: null, savedAt: "", moved: new Set() });
  const saved = told.revision ? `，第 ${told.revision} 次保存` : "";
  const left = told.damaged.length ? [`损坏的部分没有打开：${told.damaged.join("、")}。请核对后另存。`] : [];
  say([`已打开 ${name}${saved}，共 ${told.steps} 步。`, ...left, ...told.says.map((one) => `${one}。`)].join("\n"), left.length > 0);
  void show({ do: "look" });
  requestAnimationFrame(() => { document.getElementById("work")?.focus({ preventScroll: true }); scrollTo(0, 0); });
}
