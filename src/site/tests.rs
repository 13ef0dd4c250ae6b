//! Addresses by themselves, without a site.

use super::layout::alias_route;
use super::*;

#[test]
fn a_sites_address_is_taken_with_or_without_its_last_slash() {
    for given in ["https://a.example/ljsbp", "https://a.example/ljsbp/"] {
        let addressing = Addressing::new(Some(given), false);
        assert_eq!(addressing.base_url.as_deref(), Some("https://a.example/ljsbp/"));
        assert_eq!(addressing.folder(), "/ljsbp/");
    }
    assert_eq!(Addressing::new(Some("https://a.example"), false).folder(), "/");
    assert_eq!(Addressing::new(None, false).folder(), "/");
}

#[test]
fn a_route_knows_its_file_and_the_way_up() {
    let route = Route::new("tasks/a/01/");
    assert_eq!(route.file(), "tasks/a/01/index.html");
    assert_eq!(route.root(), "../../../");
    assert_eq!(Route::new("").file(), "index.html");
    assert_eq!(Route::new("").root(), "./");
    assert_eq!(Route::new("404.html").root(), "./");
}

#[test]
fn an_old_address_without_an_ending_is_a_page() {
    assert_eq!(alias_route("old/page").file(), "old/page/index.html");
    assert_eq!(alias_route("old/page.html").file(), "old/page.html");
}

#[test]
fn a_simpler_reading_lies_below_its_page() {
    for (page, simple) in [("", "simple/"), ("tasks/a/01/", "tasks/a/01/simple/")] {
        let page = Route::new(page);
        assert_eq!(page.of_simple(), Route::new(simple));
        assert_eq!(page.of_simple().above(), page);
    }
}
