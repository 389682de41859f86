//! Finds the keys that may match an image without looking at the others.
//!
//! By port, then label by label from the right, then by path prefix. What it proposes is compared
//! in full afterwards, so that it may propose too much and must never propose too little.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;
use core::ops::Bound;

use super::{Pattern, Target, labels, pattern};

#[derive(Clone, Debug, Default)]
pub(super) struct Index {
    /// A root for each port.
    roots: BTreeMap<Vec<u8>, usize>,
    nodes: Vec<Node>,
}

/// What is known after some labels, from the right.
#[derive(Clone, Debug, Default)]
struct Node {
    literal: BTreeMap<Vec<u8>, usize>,
    patterns: BTreeMap<Vec<u8>, usize>,
    /// The keys whose host ends here, by path.
    by_path: BTreeMap<Vec<u8>, Vec<usize>>,
}

impl Index {
    pub(super) fn insert(&mut self, key: &Pattern, slot: usize) {
        let mut node = match self.roots.get(&key.port) {
            Some(&node) => node,
            None => {
                let node = self.new_node();
                self.roots.insert(key.port.clone(), node);
                node
            }
        };
        for label in labels(&key.host).rev() {
            let is_literal = pattern::is_literal(label);
            let next = self.nodes[node].children(is_literal).get(label).copied();
            node = next.unwrap_or_else(|| {
                let child = self.new_node();
                self.nodes[node].children(is_literal).insert(label.into(), child);
                child
            });
        }
        self.nodes[node].by_path.entry(key.path.clone()).or_default().push(slot);
    }

    fn new_node(&mut self) -> usize {
        self.nodes.push(Node::default());
        self.nodes.len() - 1
    }

    pub(super) fn propose(&self, target: &Target<'_>, slots: &mut Vec<usize>) {
        let (host, port) = target.url.split_host();
        let Some(&root) = self.roots.get(port) else { return };
        let labels: Vec<&[u8]> = labels(host).collect();
        // Nodes to visit, each with how many labels are left.
        let mut open = Vec::from([(root, labels.len())]);
        while let Some((node, left)) = open.pop() {
            let node = &self.nodes[node];
            if left == 0 {
                node.propose_prefixes(&target.url.path, slots);
                continue;
            }
            let label = labels[left - 1];
            open.extend(node.literal.get(label).map(|&next| (next, left - 1)));
            for (glob, &next) in &node.patterns {
                // A malformed pattern matches nothing, so nothing below it can.
                if pattern::matches(glob, label) == Ok(true) {
                    open.push((next, left - 1));
                }
            }
        }
    }
}

impl Node {
    fn children(&mut self, is_literal: bool) -> &mut BTreeMap<Vec<u8>, usize> {
        if is_literal { &mut self.literal } else { &mut self.patterns }
    }

    /// Every key whose path is a prefix of `path`, the longest first.
    fn propose_prefixes(&self, path: &[u8], slots: &mut Vec<usize>) {
        let mut upper = Bound::Included(path);
        loop {
            let below = (Bound::Unbounded, upper);
            let Some((key, found)) = self.by_path.range::<[u8], _>(below).next_back() else {
                return;
            };
            let common = key.iter().zip(path).take_while(|(a, b)| a == b).count();
            if common == key.len() {
                slots.extend(found);
                upper = Bound::Excluded(&path[..common]);
            } else {
                // No prefix is longer than what this neighbour shares with the path.
                upper = Bound::Included(&path[..common]);
            }
        }
    }
}
