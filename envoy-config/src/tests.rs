mod plans;
mod validate;
