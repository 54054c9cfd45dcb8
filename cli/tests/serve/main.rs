//! `gatewright serve`, as a person runs it: the built program, a real Envoy and the built filter.

mod backend;
mod bystanders;
mod changes;
mod examples;
mod grpc;
mod hostile;
mod lifetime;
mod listeners;
mod one_route;
mod reload;
mod retries;
mod running;
mod scripted;
mod shop;
mod sockets;
mod statistics;
mod timeouts;
mod validate;
