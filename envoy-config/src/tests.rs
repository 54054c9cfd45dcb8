mod chain;
mod plans;
mod validate;
mod versions;
