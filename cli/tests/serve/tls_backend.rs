//! Backends that speak TLS.

use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use rustls::pki_types::{CertificateDer, pem::PemObject};
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;
use tokio_rustls::TlsAcceptor;

use crate::pki::{Authority, Identity};

/// Answers every request with what it saw of the handshake: the server name and a mark of the client's certificate.
pub(crate) struct TlsBackend {
    pub(crate) address: SocketAddr,
    _runtime: Runtime,
}

impl TlsBackend {
    /// It asks for certificates of these clients, and lets others in as well.
    pub(crate) fn start(identity: &Identity, clients: &Authority) -> Self {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let mut roots = RootCertStore::empty();
        roots.add(CertificateDer::from_pem_slice(clients.pem.as_bytes()).unwrap()).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let verifier = WebPkiClientVerifier::builder_with_provider(roots.into(), Arc::clone(&provider));
        let verifier = verifier.allow_unauthenticated().build().unwrap();
        let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
        let chain = vec![identity.certificate.clone()];
        let config = config.unwrap().with_client_cert_verifier(verifier);
        let mut config = config.with_single_cert(chain, identity.key.clone_key()).unwrap();
        // Envoy has to offer what it is going to speak.
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let listener = runtime.block_on(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))).unwrap();
        let address = listener.local_addr().unwrap();
        runtime.spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                // A client that does not trust it hangs up.
                tokio::spawn(serve(stream, acceptor.clone()));
            }
        });
        Self { address, _runtime: runtime }
    }
}

/// What stands for a certificate in an answer.
pub(crate) fn mark(certificate: &[u8]) -> String {
    format!("{:016x}", BuildHasherDefault::<DefaultHasher>::default().hash_one(certificate))
}

async fn serve(stream: TcpStream, acceptor: TlsAcceptor) -> std::io::Result<()> {
    let mut stream = acceptor.accept(stream).await?;
    let (_, session) = stream.get_ref();
    let name = session.server_name().unwrap_or("-").to_owned();
    let client = session.peer_certificates().and_then(|list| list.first()).map(|one| mark(one.as_ref()));
    let client = client.unwrap_or_else(|| "-".to_owned());
    let (mut bytes, mut buffer) = (Vec::new(), [0; 4096]);
    loop {
        while let Some(end) = bytes.windows(4).position(|end| end == b"\r\n\r\n") {
            let head: Vec<_> = bytes.drain(..end + 4).collect();
            let path = String::from_utf8_lossy(&head).split(' ').nth(1).map(str::to_owned);
            let body = json!({ "service": "tls", "path": path, "name": name, "client": client }).to_string();
            let answer = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{body}", body.len());
            stream.write_all(answer.as_bytes()).await?;
        }
        match stream.read(&mut buffer).await? {
            0 => return Ok(()),
            size => bytes.extend_from_slice(&buffer[..size]),
        }
    }
}
