use std::{borrow::Cow, rc::Rc};

use serde_json::Value;

use super::{
    Budget, EvalError,
    ast::{Expr, Operator, Quantifier},
    functions,
    value::Val,
};

type Evaluated<'a> = Result<Val<'a>, EvalError>;

/// Evaluates one expression. Recursion is as deep as the parser let the expression be.
pub(super) struct Evaluator<'a, 'b> {
    this: &'a Value,
    budget: &'b Budget,
    /// The variables of the macros around, innermost last.
    variables: Vec<(&'a str, Val<'a>)>,
}

impl<'a, 'b> Evaluator<'a, 'b> {
    pub(super) fn new(this: &'a Value, budget: &'b Budget) -> Self {
        Evaluator { this, budget, variables: Vec::new() }
    }

    pub(super) fn holds(&mut self, expr: &'a Expr) -> Result<bool, EvalError> {
        self.eval(expr).map(|value| matches!(value, Val::Bool(true)))
    }

    pub(super) fn text(&mut self, expr: &'a Expr) -> Result<String, EvalError> {
        self.eval(expr)?.as_str().map(str::to_owned)
    }

    fn eval(&mut self, expr: &'a Expr) -> Evaluated<'a> {
        self.budget.spend(1)?;
        match expr {
            Expr::Null => Ok(Val::Null),
            Expr::Bool(truth) => Ok(Val::Bool(*truth)),
            Expr::Int(number) => Ok(Val::Int(*number)),
            Expr::String(text) => Ok(Val::String(Cow::Borrowed(text))),
            Expr::Format(format) => Ok(Val::Format(*format)),
            Expr::List(items) => {
                let items: Result<Rc<[_]>, _> = items.iter().map(|item| self.eval(item)).collect();
                items.map(Val::List)
            }
            Expr::Variable(name) => self.variable(name),
            Expr::Select { operand, field } => {
                self.eval(operand)?.get(field)?.ok_or_else(|| EvalError::NoSuchKey(field.clone()))
            }
            Expr::Has { operand, field } => {
                self.eval(operand)?.get(field).map(|found| Val::Bool(found.is_some()))
            }
            Expr::Index { operand, index } => self.index(operand, index),
            Expr::Not(operand) => self.eval(operand)?.as_bool().map(|truth| Val::Bool(!truth)),
            Expr::Negate(operand) => {
                let negated = self.eval(operand)?.as_int()?.checked_neg();
                negated.map(Val::Int).ok_or(EvalError::IntegerOverflow)
            }
            Expr::And(left, right) => self.absorbing(false, left, right),
            Expr::Or(left, right) => self.absorbing(true, left, right),
            Expr::Conditional { condition, then, otherwise } => {
                let branch = if self.eval(condition)?.as_bool()? { then } else { otherwise };
                self.eval(branch)
            }
            Expr::Binary { operator, left, right } => {
                let left = self.eval(left)?;
                let right = self.eval(right)?;
                self.binary(*operator, &left, &right)
            }
            Expr::Matches { text, pattern } => {
                let text = self.eval(text)?;
                let text = text.as_str()?;
                self.budget.spend(text.len() as u64)?;
                Ok(Val::Bool(pattern.is_match(text)))
            }
            Expr::Call { function, arguments } => {
                let arguments: Vec<_> =
                    arguments.iter().map(|argument| self.eval(argument)).collect::<Result<_, _>>()?;
                functions::call(*function, &arguments, self.budget)
            }
            Expr::Macro { quantifier, range, variable, body } => {
                let range = self.eval(range)?;
                self.quantified(*quantifier, &range, variable, body)
            }
        }
    }

    fn variable(&self, name: &str) -> Evaluated<'a> {
        match self.variables.iter().rev().find(|(variable, _)| *variable == name) {
            Some((_, value)) => Ok(value.clone()),
            None => Val::of(self.this),
        }
    }

    fn index(&mut self, operand: &'a Expr, index: &'a Expr) -> Evaluated<'a> {
        let operand = self.eval(operand)?;
        match self.eval(index)? {
            Val::String(key) => operand.get(&key)?.ok_or_else(|| EvalError::NoSuchKey(key.into_owned())),
            Val::Int(number) => {
                let position = usize::try_from(number).map_err(|_| EvalError::IndexOutOfBounds(number))?;
                let item = match operand {
                    Val::Array(items) => items.get(position).map(Val::of).transpose()?,
                    Val::List(items) => items.get(position).cloned(),
                    _ => return Err(EvalError::NoSuchOverload),
                };
                item.ok_or(EvalError::IndexOutOfBounds(number))
            }
            _ => Err(EvalError::NoSuchOverload),
        }
    }

    /// `||` and `&&`: one side that decides makes an error of the other side not matter.
    fn absorbing(&mut self, decisive: bool, left: &'a Expr, right: &'a Expr) -> Evaluated<'a> {
        let left = self.truth(left);
        if left == Ok(decisive) || left == Err(EvalError::OutOfBudget) {
            return left.map(Val::Bool);
        }
        let right = self.truth(right);
        if right == Ok(decisive) || right == Err(EvalError::OutOfBudget) {
            return right.map(Val::Bool);
        }
        left.and(right).map(Val::Bool)
    }

    fn truth(&mut self, expr: &'a Expr) -> Result<bool, EvalError> {
        self.eval(expr)?.as_bool()
    }

    fn binary(&self, operator: Operator, left: &Val<'a>, right: &Val<'a>) -> Evaluated<'a> {
        match operator {
            Operator::Equal => left.equals(right).map(Val::Bool),
            Operator::NotEqual => left.equals(right).map(|equal| Val::Bool(!equal)),
            Operator::Less => left.compare(right).map(|order| Val::Bool(order.is_lt())),
            Operator::LessOrEqual => left.compare(right).map(|order| Val::Bool(order.is_le())),
            Operator::Greater => left.compare(right).map(|order| Val::Bool(order.is_gt())),
            Operator::GreaterOrEqual => left.compare(right).map(|order| Val::Bool(order.is_ge())),
            Operator::In => self.contains(left, right),
            Operator::Add if matches!(left, Val::String(_)) => {
                Ok(Val::String(Cow::Owned([left.as_str()?, right.as_str()?].concat())))
            }
            arithmetic => calculate(arithmetic, left.as_int()?, right.as_int()?).map(Val::Int),
        }
    }

    fn contains(&self, item: &Val<'a>, range: &Val<'a>) -> Evaluated<'a> {
        if let Val::Object(fields) = range {
            return Ok(Val::Bool(fields.contains_key(item.as_str()?)));
        }
        for candidate in range.items()? {
            self.budget.spend(1)?;
            if candidate?.equals(item)? {
                return Ok(Val::Bool(true));
            }
        }
        Ok(Val::Bool(false))
    }

    fn quantified(
        &mut self,
        quantifier: Quantifier,
        range: &Val<'a>,
        variable: &'a str,
        body: &'a Expr,
    ) -> Evaluated<'a> {
        match quantifier {
            Quantifier::All => self.any(range, variable, body, false),
            Quantifier::Exists => self.any(range, variable, body, true),
            Quantifier::ExistsOne => {
                let mut found = 0_usize;
                for item in range.items()? {
                    found += usize::from(self.with(variable, item?, body)?.as_bool()?);
                }
                Ok(Val::Bool(found == 1))
            }
            Quantifier::Filter => {
                let mut kept = Vec::new();
                for item in range.items()? {
                    let item = item?;
                    if self.with(variable, item.clone(), body)?.as_bool()? {
                        kept.push(item);
                    }
                }
                Ok(Val::List(kept.into()))
            }
            Quantifier::Map => {
                let mapped: Result<Rc<[_]>, _> =
                    range.items()?.map(|item| self.with(variable, item?, body)).collect();
                mapped.map(Val::List)
            }
        }
    }

    /// `exists` and `all` are `||` and `&&` over the items, absorbing errors in the same way.
    fn any(&mut self, range: &Val<'a>, variable: &'a str, body: &'a Expr, decisive: bool) -> Evaluated<'a> {
        let mut outcome = Ok(!decisive);
        for item in range.items()? {
            let truth = item.and_then(|item| self.with(variable, item, body)?.as_bool());
            if truth == Ok(decisive) || truth == Err(EvalError::OutOfBudget) {
                return truth.map(Val::Bool);
            }
            outcome = outcome.and(truth);
        }
        outcome.map(Val::Bool)
    }

    fn with(&mut self, variable: &'a str, value: Val<'a>, body: &'a Expr) -> Evaluated<'a> {
        self.variables.push((variable, value));
        let result = self.eval(body);
        self.variables.pop();
        result
    }
}

fn calculate(operator: Operator, left: i64, right: i64) -> Result<i64, EvalError> {
    let divides = matches!(operator, Operator::Divide | Operator::Modulo);
    if divides && right == 0 {
        return Err(EvalError::DivisionByZero);
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
