//! `schema/report.json` says what `bangfu score --json` writes. It is made from the types and kept true here:
//! `BANGFU_UPDATE=1 cargo test -p bangfu-core --features schema --test schema` writes it anew.
#![cfg(feature = "schema")]

#[test]
fn the_schema_file_is_what_the_types_say() {
    let mut schema = schemars::schema_for!(bangfu_core::report::Report);
    schema.remove("$schema");
    let made = serde_json::to_string_pretty(&schema).unwrap() + "\n";
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("schema/report.json");
    if std::env::var_os("BANGFU_UPDATE").is_some() {
        std::fs::write(&path, &made).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(kept, made, "run: BANGFU_UPDATE=1 cargo test -p bangfu-core --features schema --test schema");
}
