//! Printed forms: what stands in them for the sample of each scheme.

#![expect(clippy::unwrap_used, reason = "a test says what it expects by stopping")]

use bangfu_core::edit::{Edit, Project};
use bangfu_core::evaluate::unit_report;
use bangfu_core::form::{FormModel, fill};
use bangfu_core::plan::Plan;
use bangfu_tests::case;
use bangfu_tests::run;

/// A form of a scheme, filled from its sample.
fn filled(scheme: &str, form: &str) -> FormModel {
    let folder = bangfu_core::scheme::builtin::folders().iter().find(|folder| folder.id == scheme).unwrap();
    let (cases, _) = case::read("cases.toml", folder.cases);
    let sample = cases.iter().find(|case| case.sample).unwrap();
    let scheme = run::scheme(scheme).unwrap();
    let mut project = Project::new(scheme.clone(), scheme.track(&sample.track).unwrap());
    project.load(run::grids(&scheme, sample), true);
    project.apply(Edit::Unit { name: run::UNIT.to_owned() }).unwrap();
    let view = project.view();
    let track = &view.scheme.tracks[scheme.track(&sample.track).unwrap()];
    let plan = Plan::new(&view.scheme, track, &view.dossier, view.readings.clone());
    let report = unit_report(&plan, &view.dossier.units[0], &mut Vec::new());
    let form = view.scheme.forms.iter().find(|known| known.id == form).unwrap();
    fill(&plan, form, &report, true)
}

/// The cells of a row, as text.
fn texts(form: &FormModel, row: usize) -> Vec<&str> {
    form.rows[row].cells.iter().map(|cell| cell.text.as_str()).collect()
}

#[test]
fn an_indicator_table_shows_ticks_under_the_levels() {
    let form = filled("guangdong-2020", "indicators-task-city");
    assert_eq!(form.rows.len(), 17);
    let text = texts(&form, 14);
    assert_eq!(text[..3], ["工作衔接", "资产监管", "15.建立扶贫资产管理长效机制情况"]);
    assert_eq!(text[3..], ["财政、扶贫部门和实地核查", "", "", "√", ""]);
    assert_eq!(texts(&form, 16)[4..], ["", "", "", ""]);
}

#[test]
fn a_tick_form_shows_every_place() {
    let form = filled("guangdong-2020", "village");
    assert_eq!(form.rows.len(), 2 * (1 + 18));
    assert_eq!(texts(&form, 19)[2], "市：云溪市　抽查县：石岭县　抽查镇：茶亭镇　抽查村：坪上村");
    assert_eq!(texts(&form, 20)[2..], ["1.相对贫困人口和相对贫困村退出情况", "", "", "", "", "不适用"]);
    let county = filled("guangdong-2020", "county");
    assert_eq!(texts(&county, 18 + 1 + 12)[3..], ["√", "√", "", "", "勾了“好”“较好”，作废"]);
    // One place alone stands over the table.
    let town = filled("guangdong-2020", "town");
    assert_eq!(town.rows.len(), 16);
    assert!(town.head.contains(&("抽查镇".to_owned(), "青禾镇".to_owned())));
}
