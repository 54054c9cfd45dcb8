/** What the engine says: names in it stand between backticks. */
export function Message({ text }: { text: string }) {
  return <>{text.split(/(`[^`\n]+`)/).map((part, index) => (index % 2 === 1 ? <code key={index}>{part.slice(1, -1)}</code> : part))}</>;
}
