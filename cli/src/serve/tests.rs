mod changes;
mod echo;
mod refusals;
mod setup;
mod watch;
