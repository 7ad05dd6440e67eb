//! Every scheme that comes with the program loads without a fault.

#[test]
fn builtin_schemes_have_no_fault() {
    for folder in bangfu_core::scheme::builtin::folders() {
        let (scheme, faults) = bangfu_core::scheme::builtin::scheme(folder.id).unwrap();
        let all: Vec<String> = faults.iter().map(ToString::to_string).collect();
        assert!(faults.is_empty(), "{}", all.join("\n"));
        assert_eq!(scheme.unwrap().id, folder.id);
    }
}

/// `bangfu check DIR --source TEXT` writes `official.txt` once every quotation was found in the document.
#[test]
fn quotations_are_what_was_compared_with_the_document() {
    for folder in bangfu_core::scheme::builtin::folders() {
        let scheme = bangfu_core::scheme::builtin::loaded(folder.id).unwrap();
        let listing = bangfu_core::scheme::official::listing(scheme);
        let ids = |text: &str| text.lines().map(|line| line[..16].to_owned()).collect::<Vec<_>>();
        assert_eq!(ids(folder.official), ids(&listing), "{}: run `bangfu check {0} --source …`", folder.id);
    }
}
