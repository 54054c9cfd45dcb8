import { useEffect, useRef } from "preact/hooks";
import "./editor.css";
import { mountEditor } from "./session";

export function CodeEditor() {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => (place.current ? mountEditor(place.current) : undefined), []);
  return <div class="code" ref={place} />;
}
