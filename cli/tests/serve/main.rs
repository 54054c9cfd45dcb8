//! `gatewright serve`, as a person runs it: the built program, a real Envoy and the built filter.

mod backend;
mod changes;
mod examples;
mod hostile;
mod lifetime;
mod one_route;
mod reload;
mod retries;
mod running;
mod scripted;
mod shop;
mod statistics;
mod timeouts;
