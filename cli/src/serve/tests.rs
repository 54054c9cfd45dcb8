mod changes;
mod echo;
mod forgery;
mod refusals;
mod setup;
mod watch;
