//! A client that says in its handshake what it is told, and takes any certificate.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::{BodyExt, Empty};
use hyper::body::Bytes;
use hyper::{Request, Version};
use hyper_util::rt::{TokioExecutor, TokioIo};
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, ClientConnection, DigitallySignedStruct, Error, SignatureScheme, StreamOwned};
use serde_json::Value;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use crate::pki::Identity;

/// Nothing takes that long; it only keeps a test from hanging.
const PATIENCE: Duration = Duration::from_secs(30);

/// How a client begins.
#[derive(Clone, Copy, Default)]
pub(crate) struct Hello<'a> {
    /// The server that is asked for; none for a client that does not say.
    pub(crate) name: Option<&'a str>,
    pub(crate) http2: bool,
    pub(crate) identity: Option<&'a Identity>,
}

#[derive(Debug)]
pub(crate) struct Answer {
    /// What the server showed.
    pub(crate) certificate: CertificateDer<'static>,
    pub(crate) version: Version,
    pub(crate) status: u16,
    /// Nothing if it was no echo that answered.
    pub(crate) echo: Value,
}

/// A request over a connection of its own, for the host that the handshake names.
pub(crate) async fn get(address: SocketAddr, hello: Hello<'_>) -> io::Result<Answer> {
    let stream = handshake(address, hello).await?;
    let certificate = certificate(&stream);
    let (version, status, body) = request(stream, hello.name.unwrap_or("any.example"), "/").await?;
    Ok(Answer { certificate, version, status, echo: serde_json::from_slice(&body).unwrap_or_default() })
}

pub(crate) async fn handshake(address: SocketAddr, hello: Hello<'_>) -> io::Result<TlsStream<TcpStream>> {
    within(async {
        let stream = TcpStream::connect(address).await?;
        TlsConnector::from(config(hello)).connect(server_name(address, hello), stream).await
    })
    .await
}

/// The same for who does not wait.
pub(crate) fn connect(
    address: SocketAddr,
    hello: Hello<'_>,
) -> io::Result<StreamOwned<ClientConnection, std::net::TcpStream>> {
    let stream = std::net::TcpStream::connect(address)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    let connection = ClientConnection::new(config(hello), server_name(address, hello));
    Ok(StreamOwned::new(connection.map_err(io::Error::other)?, stream))
}

fn server_name(address: SocketAddr, hello: Hello<'_>) -> ServerName<'static> {
    match hello.name {
        Some(name) => ServerName::try_from(name.to_owned()).unwrap(),
        // Clients send no addresses.
        None => ServerName::from(address.ip()),
    }
}

/// A request over a connection that is there, by the protocol that was agreed on.
pub(crate) async fn request(
    stream: TlsStream<TcpStream>,
    host: &str,
    path: &str,
) -> io::Result<(Version, u16, Bytes)> {
    let http2 = stream.get_ref().1.alpn_protocol() == Some(b"h2");
    let (stream, request) = (TokioIo::new(stream), Request::get(format!("https://{host}{path}")));
    let request = request.header("host", host).body(Empty::<Bytes>::new()).unwrap();
    within(async {
        let response = if http2 {
            let (mut sender, connection) =
                hyper::client::conn::http2::handshake(TokioExecutor::new(), stream)
                    .await
                    .map_err(io::Error::other)?;
            tokio::spawn(connection);
            sender.send_request(request).await
        } else {
            let (mut sender, connection) =
                hyper::client::conn::http1::handshake(stream).await.map_err(io::Error::other)?;
            tokio::spawn(connection);
            let (mut parts, body) = request.into_parts();
            parts.uri = path.parse().unwrap();
            sender.send_request(Request::from_parts(parts, body)).await
        };
        let response = response.map_err(io::Error::other)?;
        let (version, status) = (response.version(), response.status().as_u16());
        let body = response.into_body().collect().await.map_err(io::Error::other)?;
        Ok((version, status, body.to_bytes()))
    })
    .await
}

pub(crate) fn certificate(stream: &TlsStream<TcpStream>) -> CertificateDer<'static> {
    stream.get_ref().1.peer_certificates().unwrap()[0].clone().into_owned()
}

pub(crate) async fn within<T>(what: impl Future<Output = io::Result<T>>) -> io::Result<T> {
    tokio::time::timeout(PATIENCE, what).await.expect("an end")
}

fn config(hello: Hello<'_>) -> Arc<ClientConfig> {
    let provider = Arc::new(ring::default_provider());
    let config = ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .unwrap()
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(Anybody(provider)));
    let mut config = match hello.identity {
        Some(identity) => config
            .with_client_auth_cert(vec![identity.certificate.clone()], identity.key.clone_key())
            .unwrap(),
        None => config.with_no_client_auth(),
    };
    config.alpn_protocols = vec![if hello.http2 { b"h2".to_vec() } else { b"http/1.1".to_vec() }];
    Arc::new(config)
}

/// Tests look at the certificate themselves.
#[derive(Debug)]
struct Anybody(Arc<CryptoProvider>);

impl ServerCertVerifier for Anybody {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, certificate, signature, &self.0.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, certificate, signature, &self.0.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}
