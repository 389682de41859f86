//! The what-if switches of a case: `kubernetes=1.28 always-pull-images present=app:1,app:2`.

use pullscope_core::diagnose::Options;
use pullscope_core::recognize::PodTemplatePath;
use pullscope_core::time;

/// Reads one line of switches.
pub(super) fn read(line: &str, options: &mut Options) -> Result<(), String> {
    for word in line.split_whitespace() {
        let (name, value) = word.split_once('=').unwrap_or((word, ""));
        let wrong = || format!("{word} is not understood");
        match name {
            "kubernetes" => options.kubernetes = value.parse().map_err(|_| wrong())?,
            "namespace" => options.default_namespace = value.to_owned(),
            "always-pull-images" => options.always_pull_images = true,
            "present" => {
                let images = value.split(',').filter(|it| !it.is_empty()).map(String::from);
                options.present = Some(images.collect());
            }
            "no-node-config" => options.node_config = false,
            "now" => options.now = Some(time::parse(value).ok_or_else(wrong)?),
            "pod-template" => {
                let (kind, path) = value.split_once(':').ok_or_else(wrong)?;
                let template = PodTemplatePath { kind: kind.to_owned(), path: path.to_owned() };
                options.pod_templates.push(template);
            }
            "comparisons" => options.comparisons = value.parse().map_err(|_| wrong())?,
            _ => return Err(wrong()),
        }
    }
    Ok(())
}
