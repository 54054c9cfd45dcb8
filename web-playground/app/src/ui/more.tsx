import { Fragment, type ComponentChild } from "preact";
import { useState } from "preact/hooks";

interface Props<T> {
  items: readonly T[];
  /** How many are shown at first, and how many more each time. */
  step: number;
  children(item: T, index: number): ComponentChild;
  /** In a table the button needs a row of so many columns. */
  columns?: number;
}

/** As many of a long list as one wants to see. */
export function More<T>({ items, step, children, columns }: Props<T>) {
  const [shown, setShown] = useState(step);
  const rest = items.length - shown;
  const button = rest > 0 && (
    <button type="button" onClick={() => setShown(shown + step)}>
      Show {Math.min(step, rest)} more of {rest.toLocaleString("en")}
    </button>
  );
  return (
    <>
      {items.slice(0, shown).map((item, index) => (
        <Fragment key={index}>{children(item, index)}</Fragment>
      ))}
      {button &&
        (columns ? (
          <tr>
            <td colSpan={columns}>{button}</td>
          </tr>
        ) : (
          <li>{button}</li>
        ))}
    </>
  );
}
