use std::{borrow::Cow, rc::Rc};

use serde_json::Value;

use super::{
    Budget, EvalError,
    ast::{Expr, Item, Macro, Operator, Quantifier},
    functions,
    value::Val,
};
use crate::admit::schema::Node;

type Evaluated<'a> = Result<Val<'a>, EvalError>;

/// Evaluates one expression. Recursion is as deep as the parser let the expression be.
pub(super) struct Evaluator<'a, 'b> {
    this: &'a Value,
    node: &'a Node,
    budget: &'b Budget,
    /// The variables of the macros around, innermost last.
    variables: Vec<(&'a str, Val<'a>)>,
}

impl<'a, 'b> Evaluator<'a, 'b> {
    pub(super) fn new(this: &'a Value, node: &'a Node, budget: &'b Budget) -> Self {
        Evaluator { this, node, budget, variables: Vec::new() }
    }

    pub(super) fn holds(&mut self, expr: &'a Expr) -> Result<bool, EvalError> {
        self.truth(expr)
    }

    pub(super) fn text(&mut self, expr: &'a Expr) -> Result<String, EvalError> {
        self.eval(expr)?.as_str().map(str::to_owned)
    }

    /// Nearly everything in a rule is true or false, for which it takes no value.
    fn truth(&mut self, expr: &'a Expr) -> Result<bool, EvalError> {
        self.budget.spend(1)?;
        match expr {
            Expr::Bool(truth) => Ok(*truth),
            Expr::Has { operand, field } => self.eval(operand)?.has(field),
            Expr::Not(operand) => self.truth(operand).map(|truth| !truth),
            Expr::And(left, right) => self.absorbing(false, left, right),
            Expr::Or(left, right) => self.absorbing(true, left, right),
            Expr::Conditional { condition, then, otherwise } => {
                let branch = if self.truth(condition)? { then } else { otherwise };
                self.truth(branch)
            }
            Expr::Matches { text, pattern } => {
                let text = self.eval(text)?;
                let text = text.as_str()?;
                self.budget.spend(text.len() as u64)?;
                Ok(pattern.is_match(text))
            }
            Expr::Binary { operator: Operator::In, left, right } if right.texts().is_some() => {
                let item = self.eval(left)?;
                let mut texts = right.texts().into_iter().flatten();
                Ok(matches!(item, Val::String(item) if texts.any(|text| *text == item)))
            }
            Expr::Binary { operator: operator @ (Operator::Equal | Operator::NotEqual), left, right } => {
                let left = self.eval(left)?;
                let equal = match (&left, &**right) {
                    (Val::String(left), Expr::String(right)) => left == right,
                    _ => left.equals(&self.eval(right)?)?,
                };
                Ok(equal == (*operator == Operator::Equal))
            }
            _ => self.value(expr)?.as_bool(),
        }
    }

    fn eval(&mut self, expr: &'a Expr) -> Evaluated<'a> {
        self.budget.spend(1)?;
        self.value(expr)
    }

    fn value(&mut self, expr: &'a Expr) -> Evaluated<'a> {
        match expr {
            Expr::Null => Ok(Val::Null),
            Expr::Int(number) => Ok(Val::Int(*number)),
            Expr::String(text) => Ok(Val::String(Cow::Borrowed(text))),
            Expr::Format(format) => Ok(Val::Format(*format)),
            Expr::List(items) => self.list(items),
            Expr::Variable(name) => self.variable(name),
            Expr::Select { operand, field } => {
                let operand = self.eval(operand)?;
                let found = operand.get(field)?;
                // What is selected of an optional is one.
                if let Val::Optional(_) = operand {
                    return Ok(Val::Optional(found.map(Rc::new)));
                }
                found.ok_or_else(|| EvalError::NoSuchKey(field.clone()))
            }
            Expr::Index { operand, index } => self.index(operand, index),
            Expr::Negate(operand) => negated(&self.eval(operand)?),
            Expr::Conditional { condition, then, otherwise } => {
                let branch = if self.truth(condition)? { then } else { otherwise };
                self.eval(branch)
            }
            Expr::Bool(_)
            | Expr::Has { .. }
            | Expr::Not(_)
            | Expr::And(..)
            | Expr::Or(..)
            | Expr::Matches { .. }
            | Expr::Binary { operator: Operator::Equal | Operator::NotEqual, .. } => {
                self.truth(expr).map(Val::Bool)
            }
            Expr::Binary { operator, left, right } => {
                let left = self.eval(left)?;
                let right = self.eval(right)?;
                self.binary(*operator, &left, &right)
            }
            Expr::Call { function, arguments } => {
                let arguments: Vec<_> =
                    arguments.iter().map(|argument| self.eval(argument)).collect::<Result<_, _>>()?;
                functions::call(*function, &arguments, self.budget)
            }
            Expr::Macro(quantified) => self.quantified(quantified),
            #[cfg(feature = "crds")]
            Expr::Literal(literal) => Ok(literal.value()),
            #[cfg(feature = "crds")]
            Expr::Map(entries) => self.map(entries),
            #[cfg(feature = "crds")]
            Expr::Optional { operand, index } => {
                let operand = self.eval(operand)?;
                let index = self.eval(index)?;
                super::library::get(&operand, &index).map(|found| Val::Optional(found.map(Rc::new)))
            }
        }
    }

    fn variable(&self, name: &str) -> Evaluated<'a> {
        match self.variables.iter().rev().find(|(variable, _)| *variable == name) {
            Some((_, value)) => Ok(value.clone()),
            // There is none, and only rules for which that is fine get this far.
            None if name == "oldSelf" => Ok(Val::Optional(None)),
            None => Val::of(self.this, Some(self.node)),
        }
    }

    fn list(&mut self, items: &'a [Item]) -> Evaluated<'a> {
        let mut list = Vec::with_capacity(items.len());
        for item in items {
            list.extend(self.item(item)?);
        }
        Ok(Val::list(list))
    }

    fn item(&mut self, item: &'a Item) -> Result<Option<Val<'a>>, EvalError> {
        let value = self.eval(&item.value)?;
        match (item.optional, value) {
            (false, value) => Ok(Some(value)),
            (true, Val::Optional(value)) => Ok(value.map(|value| (*value).clone())),
            (true, _) => Err(EvalError::NoSuchOverload),
        }
    }

    #[cfg(feature = "crds")]
    fn map(&mut self, entries: &'a [(Expr, Item)]) -> Evaluated<'a> {
        let mut map = Vec::with_capacity(entries.len());
        for (key, value) in entries {
            let key = self.eval(key)?;
            map.extend(self.item(value)?.map(|value| (key, value)));
        }
        super::library::Rich::map(map)
    }

    fn index(&mut self, operand: &'a Expr, index: &'a Expr) -> Evaluated<'a> {
        let operand = self.eval(operand)?;
        match (&operand, self.eval(index)?) {
            #[cfg(feature = "crds")]
            (Val::Rich(_) | Val::Optional(_), index) => super::library::index(&operand, &index),
            (_, Val::String(key)) => operand.get(&key)?.ok_or_else(|| EvalError::NoSuchKey(key.into_owned())),
            (_, Val::Int(number)) => operand.at(number),
            #[cfg(feature = "crds")]
            (_, index) => super::library::index(&operand, &index),
            #[cfg(not(feature = "crds"))]
            _ => Err(EvalError::NoSuchOverload),
        }
    }

    /// `||` and `&&`: one side that decides makes an error of the other side not matter.
    fn absorbing(&mut self, decisive: bool, left: &'a Expr, right: &'a Expr) -> Result<bool, EvalError> {
        let left = self.truth(left);
        if left == Ok(decisive) || left == Err(EvalError::OutOfBudget) {
            return left;
        }
        let right = self.truth(right);
        if right == Ok(decisive) || right == Err(EvalError::OutOfBudget) {
            return right;
        }
        left.and(right)
    }

    fn binary(&self, operator: Operator, left: &Val<'a>, right: &Val<'a>) -> Evaluated<'a> {
        match operator {
            Operator::Less => left.compare(right).map(|order| Val::Bool(order.is_lt())),
            Operator::LessOrEqual => left.compare(right).map(|order| Val::Bool(order.is_le())),
            Operator::Greater => left.compare(right).map(|order| Val::Bool(order.is_gt())),
            Operator::GreaterOrEqual => left.compare(right).map(|order| Val::Bool(order.is_ge())),
            Operator::In => self.contains(left, right),
            Operator::Add if matches!(left, Val::String(_)) => {
                let (left, right) = (left.as_str()?, right.as_str()?);
                self.budget.spend((left.len() + right.len()) as u64 / 8)?;
                Ok(Val::owned([left, right].concat()))
            }
            arithmetic => match (left, right) {
                (Val::Int(left), Val::Int(right)) => calculate(arithmetic, *left, *right).map(Val::Int),
                #[cfg(feature = "crds")]
                _ => super::library::arithmetic(arithmetic, left, right, self.budget),
                #[cfg(not(feature = "crds"))]
                _ => Err(EvalError::NoSuchOverload),
            },
        }
    }

    fn contains(&self, item: &Val<'a>, range: &Val<'a>) -> Evaluated<'a> {
        if let Val::Object(fields, _) = range {
            return Ok(Val::Bool(matches!(item, Val::String(key) if fields.contains_key(&**key))));
        }
        for candidate in range.items()? {
            self.budget.spend(1)?;
            if candidate?.equals(item)? {
                return Ok(Val::Bool(true));
            }
        }
        Ok(Val::Bool(false))
    }

    fn quantified(&mut self, quantified: &'a Macro) -> Evaluated<'a> {
        let Macro { quantifier, range, variables, condition, body } = quantified;
        let range = self.eval(range)?;
        match quantifier {
            Quantifier::All => self.any(&range, variables, body, false),
            Quantifier::Exists => self.any(&range, variables, body, true),
            Quantifier::ExistsOne => {
                let mut found = 0_usize;
                for step in steps(&range, variables)? {
                    found += usize::from(self.with(variables, &step?, |inside| inside.truth(body))?);
                }
                Ok(Val::Bool(found == 1))
            }
            Quantifier::Filter => {
                let mut kept = Vec::new();
                for step in steps(&range, variables)? {
                    let step = step?;
                    if self.with(variables, &step, |inside| inside.truth(body))? {
                        kept.extend(step.0);
                    }
                }
                Ok(Val::list(kept))
            }
            Quantifier::Map => {
                let mut mapped = Vec::new();
                for step in self.chosen(&range, variables, condition.as_ref())? {
                    mapped.push(self.with(variables, &step, |inside| inside.eval(body))?);
                }
                Ok(Val::list(mapped))
            }
            #[cfg(feature = "crds")]
            other => self.in_library(*other, &range, quantified),
        }
    }

    /// The steps of a macro that its condition lets through.
    fn chosen(
        &mut self,
        range: &Val<'a>,
        variables: &'a [String],
        condition: Option<&'a Expr>,
    ) -> Result<Vec<Step<'a>>, EvalError> {
        let mut chosen = Vec::new();
        for step in steps(range, variables)? {
            let step = step?;
            let keep = match condition {
                Some(condition) => self.with(variables, &step, |inside| inside.truth(condition))?,
                None => true,
            };
            if keep {
                chosen.push(step);
            }
        }
        Ok(chosen)
    }

    #[cfg(feature = "crds")]
    fn in_library(
        &mut self,
        quantifier: Quantifier,
        range: &Val<'a>,
        quantified: &'a Macro,
    ) -> Evaluated<'a> {
        let Macro { variables, condition, body, .. } = quantified;
        if let Quantifier::OptMap | Quantifier::OptFlatMap = quantifier {
            let Val::Optional(value) = range else { return Err(EvalError::NoSuchOverload) };
            let Some(value) = value else { return Ok(Val::Optional(None)) };
            let step = Step(Some((**value).clone()), None);
            let mapped = self.with(variables, &step, |inside| inside.eval(body))?;
            return match (quantifier, mapped) {
                (Quantifier::OptMap, mapped) => Ok(Val::Optional(Some(Rc::new(mapped)))),
                (_, mapped @ Val::Optional(_)) => Ok(mapped),
                _ => Err(EvalError::NoSuchOverload),
            };
        }
        let mut entries = Vec::new();
        for step in self.chosen(range, variables, condition.as_ref())? {
            let made = self.with(variables, &step, |inside| inside.eval(body))?;
            match (quantifier, step.0) {
                (Quantifier::ToEntries, _) => entries.extend(super::library::entries(&made)?),
                (_, Some(key)) => entries.push((key, made)),
                (_, None) => {}
            }
        }
        match quantifier {
            Quantifier::SortBy => super::library::sorted_by(entries),
            _ => super::library::Rich::map(entries),
        }
    }

    /// `exists` and `all` are `||` and `&&` over the items, absorbing errors in the same way.
    fn any(
        &mut self,
        range: &Val<'a>,
        variables: &'a [String],
        body: &'a Expr,
        decisive: bool,
    ) -> Evaluated<'a> {
        let mut outcome = Ok(!decisive);
        for step in steps(range, variables)? {
            let truth = step.and_then(|step| self.with(variables, &step, |inside| inside.truth(body)));
            if truth == Ok(decisive) || truth == Err(EvalError::OutOfBudget) {
                return truth.map(Val::Bool);
            }
            outcome = outcome.and(truth);
        }
        outcome.map(Val::Bool)
    }

    fn with<T>(&mut self, variables: &'a [String], step: &Step<'a>, body: impl FnOnce(&mut Self) -> T) -> T {
        let outside = self.variables.len();
        let values = [&step.0, &step.1].into_iter().flatten().cloned();
        self.variables.extend(variables.iter().map(String::as_str).zip(values));
        let result = body(self);
        self.variables.truncate(outside);
        result
    }
}

/// What the variables of a macro stand for, once: an item or a key, or two of index or key and value.
struct Step<'a>(Option<Val<'a>>, Option<Val<'a>>);

fn steps<'a>(
    range: &Val<'a>,
    variables: &[String],
) -> Result<impl Iterator<Item = Result<Step<'a>, EvalError>>, EvalError> {
    let range = range.clone();
    let two = variables.len() > 1;
    let is_list = matches!(range, Val::Array(..) | Val::List(_));
    Ok(range.items()?.enumerate().map(move |(index, item)| {
        let item = item?;
        if !two {
            return Ok(Step(Some(item), None));
        }
        if is_list {
            let index = i64::try_from(index).map_err(|_| EvalError::IntegerOverflow)?;
            return Ok(Step(Some(Val::Int(index)), Some(item)));
        }
        #[cfg(feature = "crds")]
        let value = super::library::get(&range, &item)?;
        #[cfg(not(feature = "crds"))]
        let value = range.get(item.as_str()?)?;
        Ok(Step(Some(item), Some(value.unwrap_or(Val::Null))))
    }))
}

fn negated<'a>(operand: &Val<'a>) -> Evaluated<'a> {
    match operand {
        Val::Int(number) => number.checked_neg().map(Val::Int).ok_or(EvalError::IntegerOverflow),
        #[cfg(feature = "crds")]
        other => super::library::negated(other),
        #[cfg(not(feature = "crds"))]
        _ => Err(EvalError::NoSuchOverload),
    }
}

fn calculate(operator: Operator, left: i64, right: i64) -> Result<i64, EvalError> {
    match operator {
        Operator::Divide if right == 0 => return Err(EvalError::DivisionByZero),
        Operator::Modulo if right == 0 => return Err(EvalError::ModulusByZero),
        _ => {}
    }
    let result = match operator {
        Operator::Add => left.checked_add(right),
        Operator::Subtract => left.checked_sub(right),
        Operator::Multiply => left.checked_mul(right),
        Operator::Divide => left.checked_div(right),
        Operator::Modulo => left.checked_rem(right),
        _ => return Err(EvalError::NoSuchOverload),
    };
    result.ok_or(EvalError::IntegerOverflow)
}
