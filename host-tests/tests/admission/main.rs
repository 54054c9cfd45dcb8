//! Admission against the API server's own code, which a Go program (`host-tests/admission/oracle`) runs: mutated
//! objects of every kind, and twins for every CEL rule.

mod answer;
mod compare;
mod conversation;
mod differences;
mod generate;
mod minimise;
mod mutate;
mod oracle;
mod pairs;
mod schema;
mod seeds;
mod values;

mod coverage;
mod objects;
mod twins;
