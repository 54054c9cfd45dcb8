/** Manifests of any size: one Gateway, `routes` routes with as many rules each, and a Service for each route. */
export function manifests(routes: number, rules: number): string {
  const documents = [
    "apiVersion: gateway.networking.k8s.io/v1\nkind: GatewayClass\nmetadata: {name: example}\nspec: {controllerName: example.com/gateway-controller}",
    "apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: {name: web}\nspec: {gatewayClassName: example, listeners: [{name: http, protocol: HTTP, port: 80}]}",
  ];
  for (let route = 0; route < routes; route += 1) {
    const list = Array.from(
      { length: rules },
      (_, rule) => `  - name: rule-${rule}\n    matches: [{path: {type: PathPrefix, value: /route-${route}/rule-${rule}}}]\n    backendRefs: [{name: service-${route}, port: 8080}]`,
    );
    documents.push(
      `apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {name: route-${route}}\nspec:\n  parentRefs: [{name: web}]\n  rules:\n${list.join("\n")}`,
      `apiVersion: v1\nkind: Service\nmetadata: {name: service-${route}}\nspec: {ports: [{port: 8080}]}`,
    );
  }
  return documents.join("\n---\n");
}
