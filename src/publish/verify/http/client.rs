//! Asking a server, as little and as politely as will do.

use std::io::{self, ErrorKind, Read};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::sleep;
use std::time::Duration;

use flate2::read::MultiGzDecoder;
use sha2::{Digest as _, Sha256};
use sm3::Sm3;
use ureq::http::{HeaderMap, StatusCode, header};
use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig, parse_pem};
use ureq::{Agent, Error};
use url::Url;

use crate::publish::folder::Digests;
use crate::publish::trouble::{Cut, Trouble};
use crate::publish::verify::links;
use crate::write::{TOOL, hex};

/// How a server is asked.
#[derive(Debug, Clone)]
pub struct Manners {
    /// How many requests are under way at once.
    pub jobs: usize,
    /// Between two requests of one connection.
    pub pause: Duration,
    /// How long is waited for a connection, for an answer, and for each part of it.
    pub timeout: Duration,
    /// Certificates to trust beside those of the system, as PEM.
    pub authorities: Option<Vec<u8>>,
}

/// How often something is asked for once more.
const RETRIES: u32 = 3;
/// How long before the first time; twice as long before each further one.
const BACK_OFF: Duration = Duration::from_millis(500);
/// The longest a server may ask us to wait.
const LONGEST_WAIT: Duration = Duration::from_secs(30);
/// How many redirects lead from one address to another.
const REDIRECTS: usize = 5;
/// A whole file may take so many times as long as one part of it.
const WHOLE: u32 = 20;

/// A server and how it is asked.
pub struct Web {
    agent: Agent,
    manners: Manners,
    digests: Digests,
    requests: AtomicUsize,
    /// How many requests in a row found no server.
    in_vain: AtomicUsize,
}

/// What is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Ask {
    /// No more is read.
    pub limit: u64,
    /// No more is kept.
    pub keep: u64,
    pub redirects: Redirects,
    /// Whether it is asked for again where there is no answer.
    pub again: bool,
}

/// Which redirects are followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Redirects {
    /// Those on the site's own host.
    OwnHost,
    /// Those from a folder's name to the same with a `/`.
    Slash,
}

/// What came back.
#[derive(Debug)]
pub enum Answer {
    Got(Got),
    /// It leads off the host, or off the encryption: where to.
    Elsewhere(String),
    Unreached(Trouble),
}

/// An answer as it came.
#[derive(Debug)]
pub struct Got {
    pub status: u16,
    /// Where it came from, after redirects.
    pub at: Url,
    pub content_type: Option<String>,
    /// In what it is packed that nobody asked for and that cannot be unpacked.
    pub packed: Option<String>,
    pub has_policy: bool,
    pub has_nosniff: bool,
    /// How many bytes were read, and whether there were more.
    pub bytes: u64,
    pub is_over: bool,
    pub sha256: String,
    pub sm3: Option<String>,
    /// Its beginning.
    pub kept: Vec<u8>,
}

impl Got {
    /// Whether there is something.
    pub fn is_there(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// The type it is sent as, without parameters, in small letters.
    pub fn essence(&self) -> Option<String> {
        let whole = self.content_type.as_deref()?;
        Some(whole.split(';').next().unwrap_or(whole).trim().to_ascii_lowercase())
    }
}

/// One answer to one request.
enum Once {
    Whole(Got),
    To(Url),
    /// Asked to come back, and when.
    Later(u16, Option<Duration>),
}

impl Web {
    /// Gets ready to ask.
    pub fn new(manners: Manners, digests: Digests) -> Result<Self, NoCertificate> {
        let mut roots: Vec<Certificate<'static>> = Vec::new();
        // A store that cannot be read in part is as good as the rest of it.
        for der in rustls_native_certs::load_native_certs().certs {
            roots.push(Certificate::from_der(&der).to_owned());
        }
        if let Some(pem) = &manners.authorities {
            let known = roots.len();
            for item in parse_pem(pem) {
                if let Ok(PemItem::Certificate(own)) = item {
                    roots.push(own);
                }
            }
            if roots.len() == known {
                return Err(NoCertificate);
            }
        }
        let tls = TlsConfig::builder().root_certs(RootCerts::from(roots)).build();
        let timeout = Some(manners.timeout);
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .max_idle_connections(manners.jobs)
            .max_idle_connections_per_host(manners.jobs)
            .tls_config(tls)
            .user_agent(format!("{} (verify)", TOOL.replace(' ', "/")))
            .accept("*/*")
            .accept_encoding("identity")
            .timeout_resolve(timeout)
            .timeout_connect(timeout)
            .timeout_send_request(timeout)
            .timeout_recv_response(timeout)
            .timeout_per_read(timeout)
            .timeout_recv_body(Some(manners.timeout * WHOLE))
            .build();
        let (requests, in_vain) = (AtomicUsize::new(0), AtomicUsize::new(0));
        Ok(Self { agent: config.into(), manners, digests, requests, in_vain })
    }

    /// How many requests were made.
    pub fn requests(&self) -> usize {
        self.requests.load(Ordering::Relaxed)
    }

    /// Whether so much went unanswered that the rest is not asked for.
    pub fn is_given_up(&self) -> bool {
        self.in_vain.load(Ordering::Relaxed) >= 2 * self.manners.jobs + 2
    }

    /// Asks for an address of the site at `base`.
    pub fn get(&self, base: &Url, address: &Url, ask: Ask) -> Answer {
        let mut at = address.clone();
        for _ in 0..=REDIRECTS {
            let to = match self.patiently(&at, ask) {
                Err(trouble) => return Answer::Unreached(trouble),
                Ok(Once::Whole(got)) => return Answer::Got(got),
                Ok(Once::To(to)) => to,
                Ok(Once::Later(status, _)) => return Answer::Unreached(Trouble::Status(status)),
            };
            let is_downgrade = at.scheme() == "https" && to.scheme() != "https";
            if !links::is_of(base, &to) || is_downgrade {
                return Answer::Elsewhere(to.into());
            }
            at = to;
        }
        Answer::Elsewhere(at.into())
    }

    /// Asks for one address, again where the fault may pass.
    fn patiently(&self, at: &Url, ask: Ask) -> Result<Once, Trouble> {
        if self.is_given_up() {
            return Err(Trouble::GivenUp);
        }
        let mut attempt = 0;
        loop {
            let once = self.once(at, ask);
            sleep(self.manners.pause);
            let back_off = BACK_OFF * 2_u32.pow(attempt);
            let wait = match &once {
                Ok(Once::Later(_, wait)) => Some(wait.unwrap_or(back_off)),
                // It will not mend itself.
                Err(Trouble::Certificate(_)) | Ok(_) => None,
                Err(_) => Some(back_off),
            };
            match wait.filter(|_| ask.again && attempt < RETRIES) {
                Some(wait) => sleep(wait.min(LONGEST_WAIT)),
                None => {
                    self.note(&once, ask);
                    return once;
                }
            }
            attempt += 1;
        }
    }

    /// Keeps count of what went unanswered. What a firewall may take offence at does not count.
    fn note(&self, once: &Result<Once, Trouble>, ask: Ask) {
        match once {
            Err(_) | Ok(Once::Later(..)) if !ask.again => {}
            Err(_) | Ok(Once::Later(..)) => {
                self.in_vain.fetch_add(1, Ordering::Relaxed);
            }
            Ok(_) => self.in_vain.store(0, Ordering::Relaxed),
        }
    }

    fn once(&self, at: &Url, ask: Ask) -> Result<Once, Trouble> {
        self.requests.fetch_add(1, Ordering::Relaxed);
        let request = self.agent.get(at.as_str()).header(header::CACHE_CONTROL, "no-cache");
        let response = request.call().map_err(trouble)?;
        let (head, body) = response.into_parts();
        let status = head.status;
        let text = |name: header::HeaderName| text(&head.headers, &name);
        if let Some(to) = text(header::LOCATION).filter(|_| status.is_redirection())
            && let Ok(to) = at.join(&to)
        {
            let slash = to.path().strip_suffix('/') == Some(at.path());
            if ask.redirects == Redirects::OwnHost || slash {
                return Ok(Once::To(to));
            }
        }
        if status == StatusCode::TOO_MANY_REQUESTS || status.is_server_error() {
            let wait = text(header::RETRY_AFTER).and_then(|wait| wait.trim().parse().ok());
            return Ok(Once::Later(status.as_u16(), wait.map(Duration::from_secs)));
        }
        let packed = text(header::CONTENT_ENCODING).map(|name| name.trim().to_ascii_lowercase());
        let packed = packed.filter(|name| !matches!(name.as_str(), "" | "identity"));
        // A file that is a packed copy is compared as it is, however a server explains its name.
        let is_copy = at.path().ends_with(".gz") || at.path().ends_with(".br");
        let packed = packed.filter(|_| !is_copy);
        let is_gzip = matches!(packed.as_deref(), Some("gzip" | "x-gzip"));
        let mut got = Got {
            status: status.as_u16(),
            at: at.clone(),
            content_type: text(header::CONTENT_TYPE),
            packed: packed.filter(|_| !is_gzip),
            has_policy: head.headers.contains_key(header::CONTENT_SECURITY_POLICY),
            has_nosniff: text(header::X_CONTENT_TYPE_OPTIONS)
                .is_some_and(|value| value.trim().eq_ignore_ascii_case("nosniff")),
            bytes: 0,
            is_over: false,
            sha256: String::new(),
            sm3: None,
            kept: Vec::new(),
        };
        let reader = body.into_reader();
        let read = match is_gzip {
            true => self.read(MultiGzDecoder::new(reader), ask, &mut got),
            false => self.read(reader, ask, &mut got),
        };
        read.map_err(|error| trouble(error.into()))?;
        Ok(Once::Whole(got))
    }

    /// Reads a body as far as is of use.
    fn read(&self, mut body: impl Read, ask: Ask, got: &mut Got) -> io::Result<()> {
        let (mut sha256, mut sm3) = (Sha256::new(), Sm3::new());
        let mut buffer = [0; 1 << 14];
        loop {
            let read = match body.read(&mut buffer) {
                Ok(0) => break,
                Ok(read) => read,
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            let part = &buffer[..read];
            sha256.update(part);
            if self.digests == Digests::Both {
                sm3.update(part);
            }
            let room = ask.keep.saturating_sub(got.kept.len() as u64);
            let room = usize::try_from(room).unwrap_or(usize::MAX).min(read);
            got.kept.extend_from_slice(&part[..room]);
            got.bytes += read as u64;
            if got.bytes > ask.limit {
                got.is_over = true;
                break;
            }
        }
        got.sha256 = hex(&sha256.finalize());
        got.sm3 = (self.digests == Digests::Both).then(|| hex(&sm3.finalize()));
        Ok(())
    }
}

/// A file that was to hold certificates holds none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoCertificate;

fn text(headers: &HeaderMap, name: &header::HeaderName) -> Option<String> {
    let value = headers.get(name)?;
    Some(String::from_utf8_lossy(value.as_bytes()).into_owned())
}

/// What went wrong, sorted by what one can do about it.
fn trouble(error: Error) -> Trouble {
    match error {
        Error::HostNotFound => Trouble::Host,
        Error::Timeout(_) => Trouble::Timeout,
        Error::ConnectionFailed => Trouble::Connection(Cut::Broken),
        // It does not say itself what it is of.
        Error::Io(error) => Trouble::of(&error)
            .unwrap_or_else(|| Trouble::Connection(Cut::Other(error.to_string()))),
        error => Trouble::of(&error).unwrap_or_else(|| Trouble::Protocol(error.to_string())),
    }
}
