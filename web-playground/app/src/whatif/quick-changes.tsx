import { computed, signal } from "@preact/signals";
import { files, shown } from "../state/store";
import { focusSoon } from "../ui/focus";
import { AgeForm } from "./age-form";
import { withoutObject } from "./edits";
import { LabelForm } from "./label-form";
import { objectsOf, titleOf, type TextObject } from "./objects";
import { edit } from "./pin";

const FEW = 8;
const MORE = 40;
/** What is changed most often, first. */
const ORDER = ["ReferenceGrant", "Namespace", "Gateway", "HTTPRoute", "GRPCRoute", "TLSRoute", "TCPRoute", "UDPRoute", "ListenerSet", "GatewayClass"];

const search = signal("");
const most = signal(FEW);
/** The object that is being changed, and how. */
const open = signal<{ key: string; form: "labels" | "age" } | null>(null);

const objects = computed(() => {
  const rank = ({ kind }: TextObject) => (ORDER.indexOf(kind) + ORDER.length + 1) % (ORDER.length + 1);
  return objectsOf(files.value).sort((a, b) => rank(a) - rank(b));
});

/** Changes that take one click, in the text of the manifests. */
export function QuickChanges() {
  const words = search.value.toLowerCase().split(/\s+/);
  const found = objects.value.filter((object) => words.every((word) => titleOf(object).toLowerCase().includes(word)));
  const left = found.length - most.value;
  return (
    <section class="quick" aria-labelledby="quick-changes">
      <h3 id="quick-changes">Quick changes</h3>
      <p class="muted">Each edits the text in place; everything else stays as it is written.</p>
      {objects.value.length === 0 ? (
        <p class="empty">There is no object to change: write manifests, or open an example.</p>
      ) : (
        <>
          <div class="row wrap">
            <label class="row grow">
              Find
              <input type="search" class="grow" placeholder="kind, namespace or name" value={search.value} onInput={({ currentTarget }) => find(currentTarget.value)} />
            </label>
            <button type="button" onClick={toRequest}>
              Change the request
            </button>
          </div>
          <p class="visually-hidden" role="status">
            {found.length} objects
          </p>
          <ul>
            {found.slice(0, most.value).map((object) => (
              <Row key={keyOf(object)} object={object} />
            ))}
          </ul>
          {found.length === 0 && <p class="muted">No object has this in its kind or name.</p>}
          {left > 0 && (
            <button type="button" onClick={() => (most.value += MORE)}>
              Show {Math.min(left, MORE)} more of {left}
            </button>
          )}
        </>
      )}
    </section>
  );
}

function Row({ object }: { object: TextObject }) {
  const key = keyOf(object);
  const title = titleOf(object);
  const form = open.value?.key === key ? open.value.form : null;
  const toggle = (which: "labels" | "age") => (open.value = form === which ? null : { key, form: which });
  return (
    <li class="quick-object">
      <span class="grow break">
        <span class="muted">{object.kind}</span> <span class="mono">{title.slice(object.kind.length + 1)}</span>
      </span>
      <span class="row">
        <button type="button" class="plain" aria-expanded={form === "labels"} aria-label={`Labels of ${title}`} onClick={() => toggle("labels")}>
          Labels
        </button>
        <button type="button" class="plain" aria-expanded={form === "age"} aria-label={`Age of ${title}`} onClick={() => toggle("age")}>
          Age
        </button>
        <button type="button" class="plain" aria-label={`Delete ${title}`} onClick={() => remove(object)}>
          Delete
        </button>
      </span>
      {form === "labels" && <LabelForm object={object} />}
      {form === "age" && <AgeForm object={object} others={objects.value.filter((other) => other.kind === object.kind && keyOf(other) !== key)} />}
    </li>
  );
}

function remove(object: TextObject): void {
  edit(object.path, (file) => withoutObject(file, object), `Deleted ${titleOf(object)}`);
  focusSoon("#whatif-title");
}

function find(text: string): void {
  search.value = text;
  most.value = FEW;
}

/** Another of the same kind and name is another object. */
function keyOf(object: TextObject): string {
  return `${object.path} ${titleOf(object)} ${object.number}`;
}

function toRequest(): void {
  shown.value = "request";
  requestAnimationFrame(() => document.querySelector<HTMLInputElement>("#request-url")?.select());
}
