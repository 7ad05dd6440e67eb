//! `schema/report.json` says what `bangfu score --json` writes, `schema/cohort.json` what `bangfu tier --json` does, and
//! `schema/project.json` what a project file (`*.bangfu`) holds. They are made from the types and kept true here:
//! `BANGFU_UPDATE=1 cargo test -p bangfu-core --features schema --test schema` writes them anew.
#![cfg(feature = "schema")]
#![expect(clippy::unwrap_used, reason = "a test says what it expects by stopping")]

fn kept_true(name: &str, mut schema: schemars::Schema) {
    schema.remove("$schema");
    let made = serde_json::to_string_pretty(&schema).unwrap() + "\n";
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("schema").join(name);
    if std::env::var_os("BANGFU_UPDATE").is_some() {
        std::fs::write(&path, &made).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(kept, made, "run: BANGFU_UPDATE=1 cargo test -p bangfu-core --features schema --test schema");
}

#[test]
fn the_schema_files_are_what_the_types_say() {
    kept_true("report.json", schemars::schema_for!(bangfu_core::report::Report));
    kept_true("cohort.json", schemars::schema_for!(bangfu_core::cohort::Cohort));
    kept_true("project.json", schemars::schema_for!(bangfu_core::edit::file::form::ProjectFile));
}
