// Reloads the page when the site was read again. The server tells the version there is whenever
// somebody connects, so an edit made while the page was on its way is not missed, and after a
// restart of the server the page is a new one too.
const bar = document.getElementById('liangshai-preview');
let source;

function listen() {
  source?.close();
  // A browser allows six connections to a server: pages nobody looks at must not hold them.
  if (document.hidden) return;
  source = new EventSource('/.liangshai/events');
  source.onmessage = ({ data }) => {
    if (data === bar.dataset.version) return;
    source.close();
    location.reload();
  };
  source.onerror = () => {
    // Browsers try again by themselves, except where the answer was no event stream.
    if (source.readyState === EventSource.CLOSED) setTimeout(listen, 1000);
  };
}

document.addEventListener('visibilitychange', listen);
addEventListener('pageshow', listen);
