mod plans;
mod validate;
mod versions;
