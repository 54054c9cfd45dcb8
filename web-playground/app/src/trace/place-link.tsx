import { placeText } from "../request/outcome";
import { files, selectLine } from "../state/store";

interface Props {
  file?: string;
  line?: number;
  /** Instead of the place alone. */
  onClick?(): void;
}

/** `file:line`, which shows that line in the editor. */
export function PlaceLink({ onClick, ...place }: Props) {
  const text = placeText(place);
  if (!text) return null;
  if (!files.value.some(({ path }) => path === place.file)) return <span class="place muted">{text}</span>;
  return (
    <button type="button" class="place plain" aria-label={`Show ${text}`} onClick={() => (onClick ? onClick() : selectLine(place, { focus: true }))}>
      {text}
    </button>
  );
}
