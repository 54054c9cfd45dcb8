use std::net::SocketAddr;

use hyper::http::uri::PathAndQuery;
use tokio::runtime::Runtime;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use tonic::client::Grpc;
use tonic::metadata::MetadataMap;
use tonic::transport::{Channel, Endpoint};
use tonic::{Code, Request, Response, Status, Streaming};

use super::text::Text;

/// Calls any method of any service of one host.
pub(super) struct Client {
    grpc: Grpc<Channel>,
    runtime: Runtime,
}

/// A call that goes on in both directions.
pub(super) struct Chat<'a> {
    words: mpsc::Sender<String>,
    answers: Streaming<String>,
    client: &'a Runtime,
}

// === impl Client ===

impl Client {
    pub(super) fn connect(address: SocketAddr, host: &str) -> Self {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let endpoint = Endpoint::from_shared(format!("http://{address}")).unwrap();
        let endpoint = endpoint.origin(format!("http://{host}").parse().unwrap());
        let channel = runtime.block_on(endpoint.connect()).unwrap();
        Self { grpc: Grpc::new(channel), runtime }
    }

    /// One message there and one back.
    pub(super) fn ask(
        &self,
        path: &str,
        headers: &[(&'static str, &str)],
    ) -> Result<Response<String>, Status> {
        let mut grpc = self.grpc.clone();
        let mut request = Request::new("hello".to_owned());
        for (name, value) in headers {
            request.metadata_mut().insert(*name, value.parse().unwrap());
        }
        self.runtime.block_on(async {
            ready(&mut grpc).await?;
            grpc.unary(request, method(path), Text).await
        })
    }

    /// The answer, or the code, of the same.
    pub(super) fn says(&self, path: &str, headers: &[(&'static str, &str)]) -> Result<String, Code> {
        self.ask(path, headers).map(Response::into_inner).map_err(|status| status.code())
    }

    /// One message there and several back.
    pub(super) fn count(&self, path: &str, count: usize) -> Result<Vec<String>, Status> {
        let mut grpc = self.grpc.clone();
        self.runtime.block_on(async {
            ready(&mut grpc).await?;
            let request = Request::new(count.to_string());
            let mut answers = grpc.server_streaming(request, method(path), Text).await?.into_inner();
            let mut all = Vec::new();
            while let Some(answer) = answers.message().await? {
                all.push(answer);
            }
            Ok(all)
        })
    }

    /// Several messages there and one back.
    pub(super) fn join(&self, path: &str, words: &[&str]) -> Result<String, Status> {
        let mut grpc = self.grpc.clone();
        let words: Vec<_> = words.iter().map(|word| (*word).to_owned()).collect();
        self.runtime.block_on(async {
            ready(&mut grpc).await?;
            let request = Request::new(tokio_stream::iter(words));
            Ok(grpc.client_streaming(request, method(path), Text).await?.into_inner())
        })
    }

    pub(super) fn chat(&self, path: &str) -> Result<Chat<'_>, Status> {
        let mut grpc = self.grpc.clone();
        let (words, questions) = mpsc::channel(1);
        let answers = self.runtime.block_on(async {
            ready(&mut grpc).await?;
            let request = Request::new(ReceiverStream::new(questions));
            Ok::<_, Status>(grpc.streaming(request, method(path), Text).await?.into_inner())
        })?;
        Ok(Chat { words, answers, client: &self.runtime })
    }
}

// === impl Chat ===

impl Chat<'_> {
    /// Sends a word and waits for the answer.
    pub(super) fn say(&mut self, word: &str) -> Result<String, Status> {
        self.client.block_on(async {
            self.words.send(word.to_owned()).await.map_err(|_| Status::cancelled("nobody listens"))?;
            self.answers.message().await?.ok_or_else(|| Status::cancelled("no answer"))
        })
    }

    /// Ends it, and gives what comes at the end.
    pub(super) fn end(self) -> Result<Option<MetadataMap>, Status> {
        let Self { words, mut answers, client } = self;
        drop(words);
        client.block_on(async {
            while answers.message().await?.is_some() {}
            answers.trailers().await
        })
    }
}

async fn ready(grpc: &mut Grpc<Channel>) -> Result<(), Status> {
    grpc.ready().await.map_err(|error| Status::unavailable(format!("no connection: {error}")))
}

fn method(path: &str) -> PathAndQuery {
    path.parse().unwrap()
}
