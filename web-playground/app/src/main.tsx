import { render } from "preact";
import { App } from "./app";
import "./base.css";
import { runEngine } from "./state/store";

const root = document.getElementById("app");
if (root) render(<App />, root);
runEngine();
