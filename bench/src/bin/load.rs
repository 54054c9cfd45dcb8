//! Clients and a backend for an Envoy on loopback. Rates are open loop: a request is due at its time, whatever became
//! of the one before, and its latency counts from then. Prints lines of `name value …`.

use std::env;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::ExitCode;
use std::thread;
use std::time::{Duration, Instant};

use bench::stats::percentile;
use bench::workload::{Request, Shape, WARM, Workload, requests};

const USAGE: &str = "\
usage: load backend ADDRESS
       load count ADDRESS SHAPE RULES REQUESTS
       load rate ADDRESS SHAPE RULES RATE SECONDS";

/// So many connections share a rate.
const CONNECTIONS: usize = 8;

/// Longer than anything that is measured.
const PATIENCE: Duration = Duration::from_secs(120);

fn main() -> ExitCode {
    let words: Vec<_> = env::args().skip(1).collect();
    let words: Vec<_> = words.iter().map(String::as_str).collect();
    let done = match words[..] {
        ["backend", address] => backend(address),
        ["count", address, shape, rules, many] => match (texts(shape, rules), many.parse()) {
            (Some(texts), Ok(many)) => count(address, &texts, many),
            _ => Err(io::Error::other(USAGE)),
        },
        ["rate", address, shape, rules, rate, seconds] => {
            match (texts(shape, rules), rate.parse(), seconds.parse()) {
                (Some(texts), Ok(rate), Ok(seconds)) => self::rate(address, &texts, rate, seconds),
                _ => Err(io::Error::other(USAGE)),
            }
        }
        _ => Err(io::Error::other(USAGE)),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// The workload's requests as HTTP/1.1 writes them.
fn texts(shape: &str, rules: &str) -> Option<Vec<Vec<u8>>> {
    let workload = Workload::of(Shape::named(shape)?, rules.parse().ok()?);
    Some(requests(&workload, WARM).iter().map(text).collect())
}

fn text(request: &Request) -> Vec<u8> {
    let mut text = format!("{} {} HTTP/1.1\r\nhost: {}\r\n", request.method, request.target, request.host);
    for (name, value) in &request.headers {
        text.push_str(&format!("{name}: {value}\r\n"));
    }
    if request.method != "GET" {
        text.push_str("content-length: 0\r\n");
    }
    text.push_str("\r\n");
    text.into_bytes()
}

/// One connection of a client.
struct Connection {
    reader: BufReader<TcpStream>,
}

impl Connection {
    fn open(address: &str) -> io::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        Ok(Connection { reader: BufReader::new(stream) })
    }

    /// Sends a request and reads its response. The workload has requests that no rule takes, so that is 200 or 404,
    /// and nothing else is worth measuring.
    fn ask(&mut self, request: &[u8]) -> io::Result<()> {
        self.reader.get_mut().write_all(request)?;
        let mut line = String::new();
        self.reader.read_line(&mut line)?;
        if !matches!(line.split(' ').nth(1), Some("200" | "404")) {
            return Err(io::Error::other(format!("a request failed: `{}`", line.trim_end())));
        }
        let length = skip_headers(&mut self.reader)?;
        io::copy(&mut self.reader.by_ref().take(length), &mut io::sink())?;
        Ok(())
    }
}

/// Reads to the end of the headers; answers how long the body is.
fn skip_headers(reader: &mut impl BufRead) -> io::Result<u64> {
    let mut length = 0;
    let mut line = String::new();
    loop {
        line.clear();
        if reader.read_line(&mut line)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let line = line.trim_end();
        if line.is_empty() {
            return Ok(length);
        }
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().unwrap_or_default();
        }
    }
}

/// Answers every request with a few bytes, on as many connections as there come.
fn backend(address: &str) -> io::Result<()> {
    for stream in TcpListener::bind(address)?.incoming() {
        let mut stream = stream?;
        stream.set_nodelay(true)?;
        thread::spawn(move || {
            let mut reader = BufReader::new(stream.try_clone()?);
            loop {
                let length = skip_headers(&mut reader)?;
                io::copy(&mut reader.by_ref().take(length), &mut io::sink())?;
                stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok")?;
            }
            #[expect(unreachable_code, reason = "the type of what the loop's errors are")]
            Ok::<(), io::Error>(())
        });
    }
    Ok(())
}

/// One request after the other, on one connection.
fn count(address: &str, texts: &[Vec<u8>], many: usize) -> io::Result<()> {
    let mut connection = Connection::open(address)?;
    texts.iter().cycle().take(many).try_for_each(|text| connection.ask(text))
}

fn rate(address: &str, texts: &[Vec<u8>], rate: f64, seconds: f64) -> io::Result<()> {
    let many = (rate * seconds) as usize;
    let start = Instant::now() + Duration::from_millis(50);
    let of_connection = |first: usize| -> io::Result<Vec<u64>> {
        let mut connection = Connection::open(address)?;
        let mut latencies = Vec::new();
        for number in (first..many).step_by(CONNECTIONS) {
            let due = start + Duration::from_secs_f64(number as f64 / rate);
            thread::sleep(due.saturating_duration_since(Instant::now()));
            connection.ask(&texts[number % texts.len()])?;
            latencies.push(u64::try_from(due.elapsed().as_nanos()).unwrap_or(u64::MAX));
        }
        Ok(latencies)
    };
    let mut latencies = Vec::new();
    thread::scope(|scope| {
        let threads: Vec<_> =
            (0..CONNECTIONS).map(|first| scope.spawn(move || of_connection(first))).collect();
        for thread in threads {
            latencies.extend(thread.join().unwrap_or_else(|_| Err(io::Error::other("a client panicked")))?);
        }
        Ok::<_, io::Error>(())
    })?;
    latencies.sort_unstable();
    println!("requests {}", latencies.len());
    for (name, share) in [("p50", 0.5), ("p99", 0.99), ("most", 1.0)] {
        println!("{name} {:.1}", percentile(&latencies, share) as f64 / 1e3);
    }
    Ok(())
}
