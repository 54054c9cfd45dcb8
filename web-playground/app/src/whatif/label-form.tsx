import { useState } from "preact/hooks";
import { withLabel } from "./edits";
import { detailsOf, titleOf, type TextObject } from "./objects";
import { edit, fileOf } from "./pin";

/** The labels of an object: change, add, take away. */
export function LabelForm({ object }: { object: TextObject }) {
  const { labels } = detailsOf(fileOf(object), object);
  const set = (name: string, value: string | null) => {
    const done = value === null ? `Took label ${name} from ${titleOf(object)}` : `Set label ${name}=${value} of ${titleOf(object)}`;
    edit(object.path, (file) => withLabel(file, object, name, value), done);
  };
  return (
    <div class="quick-form">
      {labels.map(([name, value]) => (
        <Label key={`${name} ${value}`} name={name} value={value} onSet={set} />
      ))}
      <Label key={`new ${labels.length}`} onSet={set} />
    </div>
  );
}

interface Props {
  /** Nothing for one that is to be added. */
  name?: string;
  value?: string;
  onSet(name: string, value: string | null): void;
}

function Label({ name, value = "", onSet }: Props) {
  const [newName, setName] = useState(name ?? "");
  const [newValue, setValue] = useState(value);
  const submit = (event: Event) => {
    event.preventDefault();
    if (newName.trim() !== "") onSet(newName.trim(), newValue.trim());
  };
  return (
    <form class="row wrap" onSubmit={submit}>
      {name === undefined ? (
        <input type="text" class="mono" aria-label="Name of the new label" placeholder="name" spellcheck={false} value={newName} onInput={({ currentTarget }) => setName(currentTarget.value)} />
      ) : (
        <span class="mono break">{name}</span>
      )}
      <span aria-hidden="true">=</span>
      <input
        type="text"
        class="mono"
        aria-label={name === undefined ? "Value of the new label" : `Value of ${name}`}
        placeholder="value"
        spellcheck={false}
        value={newValue}
        onInput={({ currentTarget }) => setValue(currentTarget.value)}
      />
      <button type="submit" disabled={newName.trim() === "" || (name !== undefined && newValue.trim() === value)}>
        {name === undefined ? "Add" : "Set"}
      </button>
      {name !== undefined && (
        <button type="button" class="plain" aria-label={`Take away ${name}`} onClick={() => onSet(name, null)}>
          Take away
        </button>
      )}
    </form>
  );
}
