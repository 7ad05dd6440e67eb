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
