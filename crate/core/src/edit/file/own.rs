//! The schemes that a project file carries (自己的方案): read before its steps are, since they say what the steps mean.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::form::StepForm;
use super::migrate::Format;
use crate::edit::Edit;
use crate::edit::own::{MOST, Own, told};

/// By step: the scheme, or its id and why it cannot be used.
pub(super) type Carried = BTreeMap<usize, Result<Arc<Own>, String>>;

/// The schemes of all steps.
///
/// # Errors
/// A sentence where there are more than any project takes in.
pub(super) fn carried(steps: &[Box<str>], version: u32, format: Format<'_>) -> Result<Carried, String> {
    let mut carried = Carried::new();
    // Most steps hold no scheme; whole tables need not be read twice to tell that.
    for (at, step) in steps.iter().enumerate().filter(|(_, step)| step.contains(r#""kind":"own""#)) {
        let form = serde_json::from_str::<StepForm>(&format.step(version, step)).ok();
        let Some(Edit::Own { folder }) = form.and_then(|form| form.edit) else { continue };
        if carried.len() >= MOST {
            return Err(format!("工程文件里带的方案超过{MOST}份，没有打开。"));
        }
        carried.insert(at, Own::load(&folder).map(Arc::new).map_err(|faults| told(&faults)));
    }
    Ok(carried)
}
