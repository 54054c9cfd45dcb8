use super::{Answer, EvalError, Val, arithmetic};
use crate::admit::{
    cel::{Budget, ast::Operator},
    schema::{Node, Shape, Unique},
};

/// A bound for what one call makes.
const MOST_ITEMS: i64 = 100_000;

fn items<'a>(list: &Val<'a>) -> Result<Vec<Val<'a>>, EvalError> {
    match list {
        Val::Array(..) | Val::List(_) => list.items()?.collect(),
        _ => Err(EvalError::NoSuchOverload),
    }
}

fn receiver<'a>(arguments: &[Val<'a>]) -> Result<Vec<Val<'a>>, EvalError> {
    items(arguments.first().ok_or(EvalError::NoSuchOverload)?)
}

// === lists of the object that are sets or maps ===

/// Whether the order of a list does not count, by `x-kubernetes-list-type`.
pub(in crate::admit::cel) fn in_any_order(node: &Node) -> bool {
    matches!(&node.shape, Shape::List(list) if list.unique != Unique::No)
}

pub(in crate::admit::cel) fn equal_in_any_order(
    node: &Node,
    left: &Val<'_>,
    right: &Val<'_>,
) -> Result<bool, EvalError> {
    let (Val::Array(..) | Val::List(_)) = right else { return Ok(false) };
    let (left, right) = (items(left)?, items(right)?);
    if left.len() != right.len() {
        return Ok(false);
    }
    for item in &right {
        let mut found = false;
        for candidate in &left {
            if same_key(node, candidate, item)? {
                found = candidate.equals(item)?;
                break;
            }
        }
        if !found {
            return Ok(false);
        }
    }
    Ok(true)
}

fn same_key(node: &Node, left: &Val<'_>, right: &Val<'_>) -> Result<bool, EvalError> {
    let Shape::List(list) = &node.shape else { return Ok(false) };
    let Unique::Keys(keys) = &list.unique else { return left.equals(right) };
    for key in keys {
        let same = match (left.get(key)?, right.get(key)?) {
            (Some(left), Some(right)) => left.equals(&right)?,
            (left, right) => left.is_none() && right.is_none(),
        };
        if !same {
            return Ok(false);
        }
    }
    Ok(true)
}

/// `+`: what is in the second list comes behind, or replaces what has its key.
pub(super) fn joined<'a>(left: &Val<'a>, right: &Val<'a>) -> Answer<'a> {
    let mut joined = items(left)?;
    let node = match left {
        Val::Array(_, Some(node)) if in_any_order(node) => Some(*node),
        _ => None,
    };
    let Some(node) = node else {
        joined.extend(items(right)?);
        return Ok(Val::list(joined));
    };
    for item in items(right)? {
        let mut place = None;
        for (index, known) in joined.iter().enumerate() {
            if same_key(node, known, &item)? {
                place = Some(index);
            }
        }
        match place.and_then(|index| joined.get_mut(index)) {
            Some(known) => *known = item,
            None => joined.push(item),
        }
    }
    Ok(Val::list(joined))
}

// === functions ===

pub(super) fn is_sorted<'a>(arguments: &[Val<'a>]) -> Answer<'a> {
    let list = receiver(arguments)?;
    for (one, next) in list.iter().zip(list.iter().skip(1)) {
        if one.compare(next)?.is_gt() {
            return Ok(Val::Bool(false));
        }
    }
    Ok(Val::Bool(true))
}

pub(super) fn sum<'a>(arguments: &[Val<'a>]) -> Answer<'a> {
    let list = receiver(arguments)?;
    let mut list = list.into_iter();
    let Some(first) = list.next() else { return Ok(Val::Int(0)) };
    let budget = Budget::new(u64::MAX);
    list.try_fold(first, |sum, item| match (&sum, &item) {
        (Val::Int(left), Val::Int(right)) => {
            left.checked_add(*right).map(Val::Int).ok_or(EvalError::IntegerOverflow)
        }
        _ => arithmetic(Operator::Add, &sum, &item, &budget),
    })
}

pub(super) fn min<'a>(arguments: &[Val<'a>]) -> Answer<'a> {
    extreme(arguments, "min", |order| order.is_lt())
}

pub(super) fn max<'a>(arguments: &[Val<'a>]) -> Answer<'a> {
    extreme(arguments, "max", |order| order.is_gt())
}

fn extreme<'a>(arguments: &[Val<'a>], name: &str, better: fn(std::cmp::Ordering) -> bool) -> Answer<'a> {
    let mut list = receiver(arguments)?.into_iter();
    let first = list.next().ok_or_else(|| EvalError::Function(format!("{name} called on empty list")))?;
    list.try_fold(first, |best, item| Ok(if better(item.compare(&best)?) { item } else { best }))
}

pub(super) fn index_of<'a>(list: &Val<'a>, item: &Val<'a>, from_end: bool) -> Answer<'a> {
    let list = items(list)?;
    let mut found = -1;
    for (index, candidate) in list.iter().enumerate() {
        if candidate.equals(item)? {
            found = i64::try_from(index).map_err(|_| EvalError::IntegerOverflow)?;
            if !from_end {
                break;
            }
        }
    }
    Ok(Val::Int(found))
}

pub(super) fn slice<'a>(arguments: &[Val<'a>]) -> Answer<'a> {
    let [list, start, end] = arguments else { return Err(EvalError::NoSuchOverload) };
    let (list, start, end) = (items(list)?, start.as_int()?, end.as_int()?);
    let fault = |message: String| Err(EvalError::Function(message));
    if start < 0 || end < 0 {
        return fault(format!("cannot slice({start}, {end}), negative indexes not supported"));
    }
    if start > end {
        return fault(format!(
            "cannot slice({start}, {end}), start index must be less than or equal to end index"
        ));
    }
    let bounds = usize::try_from(start).ok().zip(usize::try_from(end).ok());
    let part = bounds.and_then(|(start, end)| list.get(start..end));
    match part {
        Some(part) => Ok(Val::list(part.iter().cloned())),
        None => fault(format!("cannot slice({start}, {end}), list is length {}", list.len())),
    }
}

pub(super) fn flatten<'a>(arguments: &[Val<'a>]) -> Answer<'a> {
    let depth = arguments.get(1).map_or(Ok(1), Val::as_int)?;
    if depth < 0 {
        return Err(EvalError::Function("flatten: depth must be non-negative".to_owned()));
    }
    let mut list = receiver(arguments)?;
    for _ in 0..depth.min(64) {
        let mut flat = Vec::with_capacity(list.len());
        let mut nested = false;
        for item in list {
            match &item {
                Val::Array(..) | Val::List(_) => {
                    nested = true;
                    flat.extend(items(&item)?);
                }
                _ => flat.push(item),
            }
        }
        list = flat;
        if !nested {
            break;
        }
    }
    Ok(Val::list(list))
}

pub(super) fn distinct<'a>(arguments: &[Val<'a>]) -> Answer<'a> {
    let mut distinct: Vec<Val<'a>> = Vec::new();
    for item in receiver(arguments)? {
        if !has(&distinct, &item)? {
            distinct.push(item);
        }
    }
    Ok(Val::list(distinct))
}

fn has(list: &[Val<'_>], item: &Val<'_>) -> Result<bool, EvalError> {
    for candidate in list {
        if candidate.equals(item)? {
            return Ok(true);
        }
    }
    Ok(false)
}

pub(super) fn reverse<'a>(arguments: &[Val<'a>]) -> Answer<'a> {
    let mut list = receiver(arguments)?;
    list.reverse();
    Ok(Val::list(list))
}

pub(super) fn first<'a>(arguments: &[Val<'a>]) -> Answer<'a> {
    Ok(Val::Optional(receiver(arguments)?.into_iter().next().map(std::rc::Rc::new)))
}

pub(super) fn last<'a>(arguments: &[Val<'a>]) -> Answer<'a> {
    Ok(Val::Optional(receiver(arguments)?.pop().map(std::rc::Rc::new)))
}

pub(super) fn range<'a>(arguments: &[Val<'a>]) -> Answer<'a> {
    let [length] = arguments else { return Err(EvalError::NoSuchOverload) };
    let length = length.as_int()?;
    if length > MOST_ITEMS {
        return Err(EvalError::OutOfBudget);
    }
    Ok(Val::list((0..length).map(Val::Int)))
}

pub(super) fn sort<'a>(arguments: &[Val<'a>]) -> Answer<'a> {
    let list = receiver(arguments)?;
    sorted_by(list.into_iter().map(|item| (item.clone(), item)).collect())
}

/// The first of each pair, in the order of the second ones.
pub(in crate::admit::cel) fn sorted_by<'a>(mut pairs: Vec<(Val<'a>, Val<'a>)>) -> Answer<'a> {
    let mut fault = None;
    pairs.sort_by(|(_, left), (_, right)| {
        left.compare(right).unwrap_or_else(|error| {
            fault = Some(error);
            std::cmp::Ordering::Equal
        })
    });
    match fault {
        Some(error) => Err(error),
        None => Ok(Val::list(pairs.into_iter().map(|(item, _)| item))),
    }
}

// === sets ===

fn two<'a>(arguments: &[Val<'a>]) -> Result<(Vec<Val<'a>>, Vec<Val<'a>>), EvalError> {
    let [left, right] = arguments else { return Err(EvalError::NoSuchOverload) };
    Ok((items(left)?, items(right)?))
}

fn all_in(items: &[Val<'_>], list: &[Val<'_>]) -> Result<bool, EvalError> {
    for item in items {
        if !has(list, item)? {
            return Ok(false);
        }
    }
    Ok(true)
}

pub(super) fn set_contains<'a>(arguments: &[Val<'a>]) -> Answer<'a> {
    let (list, sublist) = two(arguments)?;
    all_in(&sublist, &list).map(Val::Bool)
}

pub(super) fn set_equivalent<'a>(arguments: &[Val<'a>]) -> Answer<'a> {
    let (left, right) = two(arguments)?;
    Ok(Val::Bool(all_in(&left, &right)? && all_in(&right, &left)?))
}

pub(super) fn set_intersects<'a>(arguments: &[Val<'a>]) -> Answer<'a> {
    let (left, right) = two(arguments)?;
    for item in &left {
        if has(&right, item)? {
            return Ok(Val::Bool(true));
        }
    }
    Ok(Val::Bool(false))
}
