//! The graph as a drawing: what of it is shown, in which column, and where.
//!
//! ```text
//! graph ─view→ kept nodes ─collapse→ shown nodes and links ─layout→ coordinates and paths
//! ```

mod card;
mod collapse;
mod layout;
mod net;
mod rank;
mod text;
mod view;

use serde::Serialize;

use self::{
    card::Cards,
    collapse::Shown,
    layout::{Layout, Shape},
    net::Net,
    rank::Rank,
};
use crate::{analysis::Analysis, sort::sort_by_key};

/// What is drawn of the graph. Conditions that are given all hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct View {
    pub namespace: Option<String>,
    /// `namespace/name`, or a name alone.
    pub gateway: Option<String>,
    /// A host as a request names it, or a part of a hostname.
    pub hostname: Option<String>,
    /// A part of what a node says, in any case.
    pub text: Option<String>,
    /// Ids of routes whose rules are shown although rules are collapsed.
    pub expanded: Vec<String>,
}

/// A drawing of the graph: sizes in CSS pixels.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Picture {
    pub width: i32,
    pub height: i32,
    /// The columns that have nodes.
    pub layers: Vec<Layer>,
    /// By layer, then from top to bottom.
    pub nodes: Vec<PictureNode>,
    pub edges: Vec<PictureEdge>,
    /// How many nodes the view left out.
    pub hidden: usize,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Layer {
    pub title: &'static str,
    pub x: i32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PictureNode {
    pub id: String,
    pub kind: String,
    /// What it is called, and what matters about it; cut to the width of the node.
    pub label: String,
    pub detail: String,
    pub state: State,
    /// What a screen reader says: kind, name and state, not cut.
    pub description: String,
    /// Index into [`Picture::layers`].
    pub layer: usize,
    pub x: i32,
    pub y: i32,
    pub width: i32,
    pub height: i32,
    /// How many rules are collapsed into it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub collapsed: Option<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum State {
    Ok,
    /// A condition is not as it should be.
    Refused,
    /// Not in the input.
    Missing,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PictureEdge {
    pub from: String,
    pub to: String,
    pub attached: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub condition: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<&'static str>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub message: String,
    /// An SVG path.
    pub path: String,
}

impl Analysis {
    /// Draws what a view shows of the graph. The same input gives the same drawing.
    pub fn picture(&self, view: &View) -> Picture {
        let graph = self.drawn_graph();
        let net = Net::of(self, graph);
        let cards = Cards::of(self, graph, &net);
        let kept = view::kept(self, &net, &cards, view);
        let hidden = kept.iter().filter(|kept| !**kept).count();
        let shown = Shown::of(&net, &kept, &view.expanded);
        draw(&net, &cards, &shown, hidden)
    }
}

fn draw(net: &Net<'_>, cards: &Cards<'_>, shown: &Shown, hidden: usize) -> Picture {
    let written: Vec<_> = shown.nodes.iter().map(|number| cards.card(*number)).collect();
    let shapes = shown.nodes.iter().zip(&written).map(|(number, card)| {
        let rank = net.rank(*number);
        Shape {
            rank: rank as usize,
            width: text::width(&card.label, &card.detail),
            height: if net.is_aside(*number) { ASIDE_HEIGHT } else { HEIGHT },
            keeps_order: rank.keeps_order() && !net.is_aside(*number),
        }
    });
    let shapes: Vec<_> = shapes.collect();
    let layout = Layout::of(&shapes, &shown.links);
    let mut nodes: Vec<_> = shown
        .nodes
        .iter()
        .zip(written)
        .zip(&layout.boxes)
        .enumerate()
        .filter_map(|(place, ((number, card), at))| {
            let node = net.node(*number)?;
            Some(PictureNode {
                id: node.id.clone(),
                kind: node.kind.clone().into_owned(),
                label: text::cut(&card.label, at.width, text::LABEL),
                detail: text::cut(&card.detail, at.width, text::DETAIL),
                state: card.state,
                description: card.description,
                layer: at.column,
                x: at.x,
                y: at.y,
                width: at.width,
                height: at.height,
                collapsed: shown.collapsed.get(place).copied().filter(|count| *count > 0),
            })
        })
        .collect();
    sort_by_key(&mut nodes, |node| (node.layer, node.y));
    let id = |place: usize| {
        let node = shown.nodes.get(place).and_then(|number| net.node(*number));
        node.map(|node| node.id.clone()).unwrap_or_default()
    };
    let edges = shown.links.iter().zip(layout.paths).map(|(link, path)| {
        let edge = net.edge(link.edge);
        PictureEdge {
            from: id(link.from),
            to: id(link.to),
            attached: link.attached,
            condition: edge.and_then(|edge| edge.condition),
            reason: edge.and_then(|edge| edge.reason),
            message: edge.map(|edge| edge.message.clone()).unwrap_or_default(),
            path,
        }
    });
    let layers = layout.columns.iter().map(|column| {
        let nodes = shown.nodes.iter().filter(|number| !net.is_aside(**number));
        let rank = nodes.map(|number| net.rank(*number)).find(|rank| *rank as usize == column.rank);
        Layer { title: rank.map_or("Policy", Rank::title), x: column.x }
    });
    Picture {
        width: layout.width,
        height: layout.height,
        layers: layers.collect(),
        edges: edges.collect(),
        nodes,
        hidden,
    }
}

const HEIGHT: i32 = 44;
/// Of policies and grants.
const ASIDE_HEIGHT: i32 = 34;
