//! Admission of many documents by all processors: no document needs another one for it.

use std::thread;

use engine::{
    admit::{AdmitOptions, Taken, TakenPart, admit_part, join_parts},
    source::Sources,
};

/// Fewer documents for a thread would not be worth its start.
const LEAST: usize = 200;

/// More threads are no use: the rest of the pipeline has one.
const MOST: usize = 8;

/// As large as that of the main thread usually is: what one finds, another finds as well.
const STACK: usize = 8 << 20;

/// What [`engine::admit::admit`] answers.
pub(crate) fn admit(sources: &Sources, options: &AdmitOptions) -> Taken {
    let documents = sources.documents.len();
    let processors = thread::available_parallelism().map_or(1, usize::from);
    join_parts(parts(sources, options, processors.min(MOST).min(documents / LEAST).max(1)))
}

fn parts(sources: &Sources, options: &AdmitOptions, count: usize) -> Vec<TakenPart> {
    let documents = sources.documents.len();
    let bound = |part: usize| documents * part / count;
    let range = |part: usize| bound(part)..bound(part + 1);
    let admit = |part: usize| admit_part(sources, options, range(part));
    thread::scope(|scope| {
        let others: Vec<_> = (1..count)
            .map(|part| thread::Builder::new().stack_size(STACK).spawn_scoped(scope, move || admit(part)))
            .collect();
        let mut parts = vec![admit(0)];
        for (other, part) in others.into_iter().zip(1..) {
            parts.push(match other {
                Ok(other) => other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
                // The system has no more threads for us.
                Err(_) => admit(part),
            });
        }
        parts
    })
}

#[cfg(test)]
mod tests {
    use engine::source::{Input, read};

    use super::*;

    #[test]
    fn several_threads_find_what_one_finds() {
        let service = |name: usize| {
            let port = if name.is_multiple_of(3) { "0" } else { "80" };
            format!(
                "apiVersion: v1\nkind: Service\nmetadata:\n  name: s{}\nspec:\n  ports:\n  - port: {port}\n---\n",
                name % 7
            )
        };
        let text = (0..20).map(service).collect::<String>();
        let (sources, _) = read(vec![Input { path: "services.yaml".to_owned(), bytes: text.into_bytes() }]);
        let all = |count| format!("{:?}", join_parts(parts(&sources, &AdmitOptions::default(), count)));
        assert!(all(1).contains("must be between 1 and 65535") || all(1).contains("replaces this one"));
        for count in [2, 3, 20] {
            assert_eq!(all(1), all(count), "{count}");
        }
    }
}
