import type { Decision } from "../../../types";
import { StepRow } from "./step-row";
import { matchNumber, routeOf, type RouteGroup } from "./tree";

/** The rules of one route, or that none of its hostnames is the request's. */
export function RouteSteps({ group, decision }: { group: RouteGroup; decision: Decision }) {
  const { route, hostname, rules } = group;
  if (hostname) {
    return (
      <li class="route">
        <ul>
          <StepRow step={hostname} decision={decision} label={route} />
        </ul>
      </li>
    );
  }
  return (
    <li class="route">
      <p class="route-name mono">{route}</p>
      <ul>
        {rules.flatMap(({ rule, steps }) =>
          steps.map((step, index) => {
            const number = steps.length > 1 ? matchNumber(step) : undefined;
            const name = `rule ${rule.slice(routeOf(rule).length + 1)}`;
            return <StepRow key={`${rule}/${index}`} step={step} decision={decision} label={number ? `${name}, match ${number}` : name} />;
          }),
        )}
      </ul>
    </li>
  );
}
