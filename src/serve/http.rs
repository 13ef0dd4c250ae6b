//! Requests and answers.
//!
//! Everything is refused that a page of the site does not need: other methods than reading, hosts
//! that are not this preview, paths that climb, forms sent from elsewhere.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Result;
use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::serve::ListenerExt as _;
use futures_util::{Stream, stream};
use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};
use tokio::net::TcpListener;
use tokio::sync::watch::Receiver;
use tokio::task::spawn_blocking;

use super::bar::{self, Bar, Drafts};
use super::chosen::{Choice, Chosen};
use super::faults::Behind;
use super::guard::{self, Hosts};
use super::range::{self, Part};
use super::{Answer, Found, Live, Options, View};
use crate::diagnostic::{Code, Lang, Text};
use crate::disclose::Unpublished;
use crate::publish::media;
use crate::say;

/// What every request is answered from.
pub(super) struct Shared {
    live: Arc<Live>,
    options: Options,
    hosts: Hosts,
    /// Told whenever the site was read again.
    changes: Receiver<()>,
}

/// What the preview's pages may do: the same as the site's, and nothing but this server.
const POLICY: &str = "default-src 'self'; script-src 'self'; style-src 'self'; \
    connect-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'";

/// How soon an open page looks whether a preview that ended is there again.
const RETRY: Duration = Duration::from_millis(300);

/// What a path cannot hold unencoded in a `Location`.
const UNSAFE: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b'#').add(b'%').add(b'<').add(b'>').add(b'?');

impl Shared {
    /// What the answers need.
    pub fn new(
        live: Arc<Live>,
        options: Options,
        hosts: Hosts,
        changes: Receiver<()>,
    ) -> Arc<Self> {
        Arc::new(Self { live, options, hosts, changes })
    }

    fn lang(&self) -> Lang {
        (self.options.lang)(self.live.language())
    }

    /// A name for what a page shows that no other run of the program gives.
    fn version(&self, version: u64) -> String {
        format!("{}-{version}", std::process::id())
    }

    fn view(&self, chosen: Chosen) -> View {
        let day = chosen.day.unwrap_or_else(|| (self.options.day)(self.live.own_day()));
        let hidden = self.options.as_published || !chosen.drafts;
        View { day, unpublished: if hidden { Unpublished::Hidden } else { Unpublished::All } }
    }

    fn refuse(&self, status: StatusCode, why: &Text) -> Response {
        let why = format!("{}\n", why.in_lang(self.lang()));
        (status, [(header::CONTENT_TYPE, media::TEXT)], why).into_response()
    }
}

/// Answers requests until it is dropped.
pub(super) async fn answer(listener: TcpListener, shared: Arc<Shared>) {
    let own = |name: &str| format!("{}{name}", guard::OWN);
    let router = Router::new()
        .route(&own("preview.css"), get(|| own_file("preview.css", include_str!("preview.css"))))
        .route(&own("preview.js"), get(|| own_file("preview.js", include_str!("preview.js"))))
        .route(&own("events"), get(events))
        .route(&own("view"), get(choose))
        .fallback(get(page))
        .layer(from_fn_with_state(shared.clone(), guarded))
        .with_state(shared);
    // What is sent is small and wanted at once.
    let listener = listener.tap_io(|stream| {
        let _ = stream.set_nodelay(true);
    });
    // It waits out failures to accept and never ends by itself.
    let _ = axum::serve(listener, router).await;
}

/// Lets requests through that may be answered, and says of every answer how to treat it.
async fn guarded(State(shared): State<Arc<Shared>>, request: Request, next: Next) -> Response {
    let mut response = if !shared.hosts.accept(request.uri(), request.headers()) {
        let why = say!(
            "预览只应答它自己的网址，见启动时的那一行",
            "the preview answers only at its own address, which it told when it started"
        );
        shared.refuse(StatusCode::MISDIRECTED_REQUEST, &why)
    } else if ![Method::GET, Method::HEAD].contains(request.method()) {
        let why = say!("预览只能看", "the preview can only be read");
        let mut response = shared.refuse(StatusCode::METHOD_NOT_ALLOWED, &why);
        response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
        response
    } else {
        next.run(request).await
    };
    let headers = response.headers_mut();
    let mut say = |name, value| headers.insert(name, HeaderValue::from_static(value));
    say(header::CACHE_CONTROL, "no-store");
    say(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    say(header::REFERRER_POLICY, "same-origin");
    // No page elsewhere may show pictures or run scripts from here.
    say(header::HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    // The viewer of PDF is a page of the browser's own, which a policy would forbid to work.
    if headers.get(header::CONTENT_TYPE).is_none_or(|kind| kind != media::PDF) {
        let policy = HeaderValue::from_static(POLICY);
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}

async fn own_file(name: &'static str, text: &'static str) -> Response {
    ([(header::CONTENT_TYPE, media::of(name))], text).into_response()
}

/// Tells an open page which version there is: at once, and whenever it changes.
async fn events(
    State(shared): State<Arc<Shared>>,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let mut changes = shared.changes.clone();
    changes.mark_changed();
    let versions = stream::unfold((shared, changes), |(shared, mut changes)| async {
        changes.changed().await.ok()?;
        let version = shared.version(shared.live.version());
        Some((Ok(Event::default().retry(RETRY).data(version)), (shared, changes)))
    });
    Sse::new(versions).keep_alive(KeepAlive::default())
}

/// Remembers what a reader chose, and sends them back to where they were.
async fn choose(State(shared): State<Arc<Shared>>, uri: Uri, headers: HeaderMap) -> Response {
    if !shared.hosts.accept_form(&headers) {
        let why = say!("只能从预览页面上选", "this can be chosen on the preview's own pages only");
        return shared.refuse(StatusCode::FORBIDDEN, &why);
    }
    let choice = match Choice::parse(uri.query().unwrap_or("")) {
        Ok(choice) if guard::is_own_page(&choice.back) => choice,
        Ok(_) => {
            let why = say!("没有可以回去的页面", "there is no such page to go back to");
            return shared.refuse(StatusCode::BAD_REQUEST, &why);
        }
        Err(day) => {
            let why = say!("“{day}”不是日期", "`{day}` is no day");
            return shared.refuse(StatusCode::BAD_REQUEST, &why);
        }
    };
    let mut response = redirect(StatusCode::SEE_OTHER, &choice.back);
    for cookie in &choice.cookies {
        if let Ok(cookie) = HeaderValue::from_str(cookie) {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
    }
    response
}

/// A page or a file of the site.
async fn page(
    State(shared): State<Arc<Shared>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let lang = shared.lang();
    // Rendering keeps a processor busy, which others wait for.
    let answer = spawn_blocking(move || of_site(&shared, &method, &uri, &headers)).await;
    let fault = match answer {
        Ok(Ok(response)) => return response,
        Ok(Err(fault)) => format!("{fault:#}"),
        Err(fault) => fault.to_string(),
    };
    let why = say!("这一页没有做成：{fault}", "this page could not be made: {fault}");
    let why = format!("{}\n", why.in_lang(lang));
    let kind = [(header::CONTENT_TYPE, media::TEXT)];
    (StatusCode::INTERNAL_SERVER_ERROR, kind, why).into_response()
}

fn of_site(shared: &Shared, method: &Method, uri: &Uri, headers: &HeaderMap) -> Result<Response> {
    let Some(path) = guard::decode(uri.path()) else {
        let why = say!("没有这样的网址", "there can be no such address");
        return Ok(shared.refuse(StatusCode::BAD_REQUEST, &why));
    };
    let base = shared.live.base();
    let base = percent_decode_str(&base).decode_utf8_lossy();
    let encoded_base = utf8_percent_encode(&base, UNSAFE).to_string();
    if base != "/" && (path == "/" || base.strip_suffix('/') == Some(&path)) {
        return Ok(redirect(StatusCode::TEMPORARY_REDIRECT, &encoded_base));
    }
    let chosen = Chosen::of(headers);
    let view = shared.view(chosen);
    let below = path.strip_prefix(&*base);
    // Beside the base lie other parts of the portal, of which nothing is known.
    let mut answer = shared.live.answer(view, below.unwrap_or(MISSING))?;
    if below.is_none() && answer.found == Found::Page {
        answer.found = Found::Missing;
    }
    if answer.found == Found::Folder {
        let query = uri.query().map_or(String::new(), |query| format!("?{query}"));
        let target = format!("{}/{query}", uri.path());
        return Ok(redirect(StatusCode::TEMPORARY_REDIRECT, &target));
    }
    let kind = media::of(&answer.name);
    if kind == media::HTML || is_broken(&answer) || answer.found == Found::NoSite {
        return html(shared, &Asked { uri, chosen, view }, answer, encoded_base);
    }
    Ok(file(method, headers, kind, answer.bytes))
}

/// What a reader asked for, and how they want to see it.
struct Asked<'a> {
    uri: &'a Uri,
    chosen: Chosen,
    view: View,
}

/// Whether a template failed and no earlier page stands in for it.
fn is_broken(answer: &Answer) -> bool {
    answer.bytes.is_empty() && answer.faults.iter().any(|fault| fault.code == Code::BadTemplate)
}

/// The address of the site's page for what is not there.
const MISSING: &str = "404.html";

fn html(shared: &Shared, asked: &Asked, answer: Answer, base: String) -> Result<Response> {
    let view = asked.view;
    let is_alone = answer.found == Found::NoSite || is_broken(&answer);
    let query = asked.uri.query().map_or(String::new(), |query| format!("?{query}"));
    let bar = Bar {
        lang: shared.lang(),
        version: shared.version(answer.version),
        back: format!("{}{query}", asked.uri.path()),
        day: view.day,
        day_is_chosen: asked.chosen.day.is_some(),
        edition: shared.live.edition(),
        drafts: match (shared.options.as_published, view.unpublished) {
            (true, _) => Drafts::Never,
            (false, Unpublished::Hidden) => Drafts::Off,
            (false, Unpublished::Drafts | Unpublished::All) => Drafts::On,
        },
        faults: answer.faults.clone(),
        behind: if is_alone { Behind::Nothing } else { Behind::LastGood },
        unpublished: shared.live.unpublished(view),
        base,
    };
    let status = match answer.found {
        Found::NoSite => StatusCode::SERVICE_UNAVAILABLE,
        _ if is_alone => StatusCode::INTERNAL_SERVER_ERROR,
        Found::Missing => StatusCode::NOT_FOUND,
        Found::Page | Found::Folder => StatusCode::OK,
    };
    let page = if is_alone { bar::alone(&bar) } else { bar::put_into(answer.bytes, &bar) };
    Ok((status, [(header::CONTENT_TYPE, media::HTML)], page).into_response())
}

fn file(method: &Method, headers: &HeaderMap, kind: &'static str, bytes: Vec<u8>) -> Response {
    let length = bytes.len();
    let asked = if method == Method::GET { range::part(headers, length) } else { Part::Whole };
    let answer = Response::builder()
        .header(header::CONTENT_TYPE, kind)
        .header(header::ACCEPT_RANGES, "bytes");
    let answer = match asked {
        Part::Whole => answer.body(Body::from(bytes)),
        Part::Bytes(part) => answer
            .status(StatusCode::PARTIAL_CONTENT)
            .header(
                header::CONTENT_RANGE,
                format!("bytes {}-{}/{length}", part.start(), part.end()),
            )
            .body(Body::from(bytes[part].to_vec())),
        Part::Nothing => answer
            .status(StatusCode::RANGE_NOT_SATISFIABLE)
            .header(header::CONTENT_RANGE, format!("bytes */{length}"))
            .body(Body::empty()),
    };
    answer.expect("the headers are made of plain letters and numbers")
}

fn redirect(status: StatusCode, target: &str) -> Response {
    match HeaderValue::from_str(target) {
        Ok(target) => (status, [(header::LOCATION, target)]).into_response(),
        // Only an address that was typed by hand holds what a header cannot.
        Err(_) => StatusCode::BAD_REQUEST.into_response(),
    }
}
