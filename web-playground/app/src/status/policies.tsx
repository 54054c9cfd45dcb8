import type { BackendPolicy, PolicyField } from "../../../types";
import { selectLine, selectNode } from "../state/store";
import { More } from "../ui/more";
import { fullName } from "./subject";

/** What the policies come to, per backend: each field with its value and who says so. */
export function Policies({ policies }: { policies: readonly BackendPolicy[] }) {
  if (policies.length === 0) return null;
  return (
    <section class="policies">
      <h3>Effective policy</h3>
      <ul>
        <More items={policies} step={20}>
          {({ rule, backend, fields }) => (
            <li>
              <p>
                Rule {rule}
                {backend && `, backend ${backend}`}
              </p>
              <dl>
                {fields.map((field) => (
                  <Field key={field.name} {...field} />
                ))}
              </dl>
            </li>
          )}
        </More>
      </ul>
    </section>
  );
}

function Field({ name, value, object, file, line }: PolicyField) {
  const owner = object && `${object.kind} ${fullName(object)}`;
  const place = { ...(file && { file }), ...(line && { line }) };
  return (
    <div>
      <dt class="mono">{name}</dt>
      <dd>
        <code>{typeof value === "string" ? value : JSON.stringify(value)}</code>
        {object && owner && (
          <>
            {" by "}
            <button type="button" class="link" onClick={() => selectNode(`${object.kind}/${fullName(object)}`)}>
              {owner}
            </button>
          </>
        )}
        {file && line && (
          <>
            {" at "}
            <button type="button" class="link" onClick={() => selectLine(place, { focus: true })}>
              line {line}
            </button>
          </>
        )}
      </dd>
    </div>
  );
}
