export function Header() {
  return (
    <header class="top">
      <h1>
        <img src="./icon.svg" alt="" />
        Gatewright
      </h1>
    </header>
  );
}
