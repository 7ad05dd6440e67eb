import { render } from "lit-html";
import "./style/base.css";
import "./style/frame.css";
import "./style/table.css";
import "./style/overview.css";
import "./style/screens.css";
import "./style/panel.css";
import "./style/paper.css";
import * as act from "./act";
import { start } from "./bridge";
import { listen } from "./keys";
import { onChange, page, say } from "./page";
import { frame } from "./view/frame";

const root = document.getElementById("app") as HTMLElement;
onChange(() => render(frame(page), root));
render(frame(page), root);
listen();
start().then(act.look, () => say("浏览器不支持本页所需的功能，请改用 Chrome、Edge 109 以上版本，或 360、QQ 浏览器的极速模式。", true));
