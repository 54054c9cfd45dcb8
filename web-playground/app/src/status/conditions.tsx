import type { ConditionGroup } from "./subject";
import "./status.css";
import { Truth } from "./truth";
import { Message } from "../ui/message";

/** Conditions as a controller would write them, each with its reason and its message. */
export function Conditions({ groups }: { groups: readonly ConditionGroup[] }) {
  return (
    <>
      {groups.map(({ title, conditions }, index) => (
        <section key={index} class="conditions">
          <h3>{title}</h3>
          <dl>
            {conditions.map(({ type, status, reason, message }) => (
              <div key={type}>
                <dt>
                  {type} <Truth status={status} type={type} />
                </dt>
                <dd>
                  {reason !== type && <strong>{reason}</strong>} <Message text={message} />
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </>
  );
}
