import type { State } from "../types";
import type { Ask } from "../worker/protocol";

/** What a downloaded file is called. */
export function fileName(question: Ask, { units, track_name, title, year, read_only }: State): string {
  if (question.do === "json") return `测算结果-${year}.json`;
  if (question.do !== "save") return `${title}台账模板.xlsx`;
  const [unit = ""] = units;
  const whose = units.length === 1 && unit !== "" ? unit : track_name;
  return `${whose.replaceAll(/[\\/:*?"<>|]/g, " ")}-${year}${read_only ? "-副本" : ""}.bangfu`;
}
