use serde::Serialize;

use crate::{
    analysis::Analysis,
    attach::{ElsewhereReason, GatewayParent, ParentState, Reason, Refusal},
    compile::rule_label,
};

/// GatewayClass → Gateway → Listener → Route → Rule → Backend, with the edges that do not hold.
#[derive(Debug, Default, Serialize)]
pub struct GraphReport {
    pub nodes: Vec<Node>,
    pub edges: Vec<Edge>,
}

#[derive(Debug, Serialize)]
pub struct Node {
    /// `kind/name`, unique.
    pub id: String,
    pub kind: &'static str,
    pub name: String,
}

#[derive(Debug, Serialize)]
pub struct Edge {
    pub from: String,
    pub to: String,
    pub attached: bool,
    /// The condition that tells why, and its reason.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub condition: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<&'static str>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub message: String,
}

pub(super) fn of(analysis: &Analysis) -> GraphReport {
    let mut report = GraphReport::default();
    let Analysis { world, graph, .. } = analysis;
    for class in &world.gateway_classes {
        report.node("GatewayClass", class.meta.name.clone());
    }
    for (gateway, state) in world.gateways.iter().zip(&graph.gateways) {
        let name = gateway.meta.full_name();
        let id = report.node("Gateway", name.clone());
        let class = format!("GatewayClass/{}", gateway.body.spec.gateway_class_name);
        report.edge(class, id.clone(), state.class.is_some(), &state.accepted);
        for (listener, state) in gateway.body.spec.listeners.iter().zip(&state.listeners) {
            let to = report.node("Listener", format!("{name}/{}", listener.name));
            report.edge(id.clone(), to, state.accepted.is_true(), &state.accepted);
        }
    }
    for (route, state) in world.http_routes.iter().zip(&graph.routes) {
        let name = route.meta.full_name();
        let id = report.node("HTTPRoute", name.clone());
        for (reference, parent) in route.body.spec.parent_refs.iter().zip(&state.parents) {
            match parent {
                ParentState::Gateway(parent) => report.parent(analysis, parent, &id),
                ParentState::Elsewhere(elsewhere) => {
                    let namespace = reference.namespace.as_ref().unwrap_or(&route.meta.namespace);
                    let reason = match elsewhere.why {
                        ElsewhereReason::NotAGateway => "NotAGateway",
                        ElsewhereReason::NotFound => "ParentNotFound",
                        ElsewhereReason::NotManaged => "ParentNotManaged",
                    };
                    report.edges.push(Edge {
                        from: format!("{}/{namespace}/{}", reference.kind, reference.name),
                        to: id.clone(),
                        attached: false,
                        condition: None,
                        reason: Some(reason),
                        message: elsewhere.message.clone(),
                    });
                }
            }
        }
        for (number, (rule, rule_state)) in route.body.spec.rules.iter().zip(&state.rules).enumerate() {
            let rule_id = report.node("Rule", rule_label(&name, number, rule.name.as_deref()));
            let fault = rule_state.invalid.as_ref();
            report.edges.push(Edge {
                from: id.clone(),
                to: rule_id.clone(),
                attached: fault.is_none(),
                condition: fault.map(|_| "Accepted"),
                reason: fault.map(|fault| fault.reason.name()),
                message: fault.map(|fault| fault.message.clone()).unwrap_or_default(),
            });
            for (reference, backend) in rule.backend_refs.iter().zip(&rule_state.backends) {
                let reference = &reference.reference;
                let target = match backend {
                    Ok(target) => target.name(),
                    Err(_) => {
                        let namespace = reference.namespace.as_ref().unwrap_or(&route.meta.namespace);
                        format!("{namespace}/{}:{}", reference.name, reference.port.unwrap_or_default())
                    }
                };
                let to = report.node("Backend", target);
                let fault = backend.as_ref().err();
                report.edges.push(Edge {
                    from: rule_id.clone(),
                    to,
                    attached: fault.is_none(),
                    condition: fault.map(|_| "ResolvedRefs"),
                    reason: fault.map(|fault| fault.reason.name()),
                    message: fault.map(|fault| fault.message.clone()).unwrap_or_default(),
                });
            }
        }
    }
    report
}

impl GraphReport {
    fn node(&mut self, kind: &'static str, name: String) -> String {
        let id = format!("{kind}/{name}");
        if kind != "Backend" || self.nodes.iter().all(|node| node.id != id) {
            self.nodes.push(Node { id: id.clone(), kind, name });
        }
        id
    }

    fn edge<R: Reason>(
        &mut self,
        from: String,
        to: String,
        attached: bool,
        condition: &crate::attach::Condition<R>,
    ) {
        self.edges.push(Edge {
            from,
            to,
            attached,
            condition: Some(R::CONDITION),
            reason: Some(condition.reason.name()),
            message: condition.message.clone(),
        });
    }

    /// An edge from each listener of the Gateway that the parentRef reaches.
    fn parent(&mut self, analysis: &Analysis, parent: &GatewayParent, route: &str) {
        let Some(gateway) = analysis.world.gateways.get(parent.gateway) else { return };
        for (listener, verdict) in gateway.body.spec.listeners.iter().zip(&parent.listeners) {
            let message = match verdict {
                Ok(_) => parent.accepted.message.clone(),
                Err(Refusal::SectionName | Refusal::Port) => continue,
                Err(refusal) => refusal.to_string(),
            };
            self.edges.push(Edge {
                from: format!("Listener/{}/{}", gateway.meta.full_name(), listener.name),
                to: route.to_owned(),
                attached: verdict.is_ok() && parent.accepted.is_true(),
                condition: Some("Accepted"),
                reason: Some(match verdict {
                    Ok(_) => parent.accepted.reason.name(),
                    Err(Refusal::Hostname) => "NoMatchingListenerHostname",
                    Err(_) => "NotAllowedByListeners",
                }),
                message,
            });
        }
    }
}
