import { exportAll, exportFile, exportWorkspace } from "../files/export";
import { BrokenLink } from "../share/broken-link";
import { embedded, options } from "../state/store";
import { Menu, type MenuItem } from "../ui/menu";
import { dialog, OpenDialog, type DialogName } from "./dialogs";
import { EmbeddedLink } from "./embedded-link";
import "./header.css";
import { narrow } from "./narrow";
import { chooseTheme, THEMES, theme } from "./theme";

const TITLES: Record<DialogName, string> = {
  gallery: "Gallery",
  import: "Import",
  share: "Share",
  history: "History",
  options: "Options",
  help: "Help",
};

const EXPORTS: MenuItem[] = [
  { label: "This file", run: exportFile },
  { label: "All files as one YAML", run: exportAll },
  { label: "Workspace (JSON)", run: exportWorkspace },
];

export function Header() {
  return (
    <>
      <header class="top">
        <h1>
          <img src="./icon.svg" alt="" />
          Gatewright
        </h1>
        {embedded ? <EmbeddedLink /> : narrow.value ? <FewTools /> : <Tools />}
      </header>
      <OpenDialog />
      <BrokenLink />
    </>
  );
}

function Open({ name }: { name: DialogName }) {
  const changed = name === "options" ? Object.keys(options.value).length : 0;
  return (
    <button type="button" class="plain" aria-haspopup="dialog" onClick={() => (dialog.value = name)}>
      {TITLES[name]}
      {changed > 0 && <span class="badge">{changed} set</span>}
    </button>
  );
}

const themes = (): MenuItem[] =>
  THEMES.map((name) => ({ label: `${name[0]?.toUpperCase()}${name.slice(1)} theme`, checked: theme.value === name, run: () => chooseTheme(name) }));

function Tools() {
  return (
    <nav class="row tools" aria-label="Tools">
      <Open name="gallery" />
      <Open name="import" />
      <Menu label="Export" items={EXPORTS} plain />
      <Open name="history" />
      <Open name="options" />
      <Menu label="Theme" items={themes()} plain />
      <Open name="help" />
      <button type="button" class="primary" aria-haspopup="dialog" onClick={() => (dialog.value = "share")}>
        Share
      </button>
    </nav>
  );
}

function FewTools() {
  const item = (name: DialogName): MenuItem => ({ label: TITLES[name], run: () => (dialog.value = name) });
  const exports = EXPORTS.map(({ label, run }) => ({ label: `Export: ${label.toLowerCase().replace("yaml", "YAML").replace("json", "JSON")}`, run }));
  return (
    <nav class="row tools" aria-label="Tools">
      <Open name="gallery" />
      <button type="button" class="primary" aria-haspopup="dialog" onClick={() => (dialog.value = "share")}>
        Share
      </button>
      <Menu label="Menu" items={[item("import"), ...exports, item("history"), item("options"), ...themes(), item("help")]} />
    </nav>
  );
}
