//! From what the core tells of a `registries.yaml` to what JavaScript sees of it.

use pullscope_core::Reference;
use pullscope_core::docker_config::without_user;
use pullscope_core::registries::lint::of_file;
use pullscope_core::registries::{
    self, Asked, Asks, Distribution, Entry, FileError, Registries, Rewriting, Rewritten, Secrets,
    Sent, Setting, Table, Teller, Tls, Why,
};

use super::found::{checks, documentation, finding, of_images};
use super::*;
use crate::js::span::Places;

impl RegistriesOutcome {
    /// What the node makes of the file; an error says what its setting is not.
    pub(in crate::js) fn new(input: &RegistriesInput) -> Result<Self, &'static str> {
        let setting = input.setting.as_ref().map_or(Ok(Setting::default()), |it| it.read())?;
        let places = Places::new(&input.file);
        Ok(match Registries::parse(&input.file) {
            Ok(file) => read(input, setting, &file, &places),
            Err(error) => rejected(&input.file, setting, &error, &places),
        })
    }
}

fn rejected(
    text: &str,
    setting: Setting,
    error: &FileError,
    places: &Places<'_>,
) -> RegistriesOutcome {
    let found = of_file(text, &setting, &[]);
    let types = match error {
        FileError::Types(types) => types.as_slice(),
        FileError::Syntax(_) => &[],
    };
    RegistriesOutcome::Rejected {
        message: error.to_string(),
        upstream: error.shown(),
        span: places.span(error.span()),
        errors: types
            .iter()
            .map(|it| RegistriesTypeError {
                path: it.path.clone(),
                message: it.to_string(),
                upstream: it.shown(),
                span: places.span(it.span.clone()),
            })
            .collect(),
        documentation: documentation(&found, &[], setting, places),
        findings: found.into_iter().map(|it| finding(it, places)).collect(),
    }
}

fn read(
    input: &RegistriesInput,
    setting: Setting,
    file: &Registries,
    places: &Places<'_>,
) -> RegistriesOutcome {
    let windows = input.windows.unwrap_or(false);
    let flags = setting.flags();
    let table = Table::new(file, &flags);
    let teller = Teller::new(file, &table, setting);
    let has_pod_credential = input.pod_credential.unwrap_or(false);
    let mut asked = Vec::new();
    // Of each image among `asked`: its number among all.
    let mut numbers = Vec::new();
    let mut images = Vec::new();
    for (number, image) in input.images.iter().enumerate() {
        match Reference::parse(image) {
            Ok(reference) => {
                let asks = teller.tell(&reference, has_pod_credential);
                images.push(resolved(image, &asks, setting, file, places));
                asked.push(asks);
                numbers.push(u32::try_from(number).unwrap_or(u32::MAX));
            }
            Err(error) => images.push(RegistriesImage::Rejected {
                image: image.clone(),
                message: error.to_string(),
            }),
        }
    }
    let found = of_file(&input.file, &setting, &of_images(&asked));
    let directories = table.directories.iter().filter(|_| setting.profile.makes_directories());
    RegistriesOutcome::Read {
        profile: RegistriesProfile::of_core(setting.profile),
        path: setting.distribution.file(),
        unknown: file.passed_over.iter().map(|it| unknown(it, places)).collect(),
        dropped: table
            .dropped
            .iter()
            .map(|it| RegistriesDropped {
                key: without_user(it.key).into_owned(),
                why: match it.why {
                    Why::Key => "key",
                    Why::Endpoint => "endpoint",
                    Why::Twice => "twice",
                    Why::Nothing => "nothing",
                }
                .to_owned(),
                span: places.span(it.span.clone()),
            })
            .collect(),
        directories: directories
            .map(|(name, directory)| {
                let name = without_user(name);
                RegistriesDirectory {
                    path: setting.hosts_toml_path(&name, windows),
                    registry: name.into_owned(),
                    text: registries::hosts_toml(
                        directory,
                        &flags,
                        setting.distribution,
                        Secrets::Hidden,
                    ),
                }
            })
            .collect(),
        config_toml: RegistriesFile {
            path: setting.config_toml_path(windows),
            text: registries::config_toml(file, &flags, Secrets::Hidden),
        },
        images,
        entries: teller.entries(&asked).iter().map(|it| entry(it, &numbers, places)).collect(),
        error_seen: teller.error_seen().to_owned(),
        documentation: documentation(&found, &asked, setting, places),
        findings: found.into_iter().map(|it| finding(it, places)).collect(),
        checks: checks(file, setting, &asked),
    }
}

fn unknown(it: &registries::Unknown, places: &Places<'_>) -> RegistriesUnknownKey {
    use registries::Meant;
    let meant = it.meant.map(|it| match it {
        Meant::Key(key) => key,
        Meant::Registry => "mirrors",
        Meant::Host => "configs",
        Meant::Token => "password or identity_token",
    });
    RegistriesUnknownKey {
        path: without_user(&it.path).into_owned(),
        meant: meant.map(str::to_owned),
        span: places.span(it.span.clone()),
    }
}

fn resolved(
    image: &str,
    asks: &Asks,
    setting: Setting,
    file: &Registries,
    places: &Places<'_>,
) -> RegistriesImage {
    let is_rke2 = setting.distribution == Distribution::Rke2;
    RegistriesImage::Resolved(Box::new(RegistriesAsks {
        image: image.to_owned(),
        registry: asks.registry.clone(),
        repository: asks.repository.clone(),
        object: asks.object.clone(),
        directory: asks.directory.clone(),
        why: asks.why.name().to_owned(),
        because: asks.because.clone(),
        broken_by: asks.broken.as_ref().map(|it| places.span(it.span.clone())),
        endpoints: asks.endpoints.iter().map(|it| endpoint(it, places)).collect(),
        runtime_image: is_rke2.then(|| runtime_image(file, image, places)).flatten(),
    }))
}

fn endpoint(asked: &Asked, places: &Places<'_>) -> RegistriesEndpoint {
    let (key, kind) = match &asked.credential {
        Sent::Nothing => (None, None),
        Sent::OfPod { instead_of } => (instead_of.clone(), None),
        Sent::OfEntry { key, kind, .. } => (Some(key.clone()), Some(kind.name().to_owned())),
    };
    RegistriesEndpoint {
        method: "HEAD".to_owned(),
        undetermined: asked.rewrites.len() > 1,
        urls: asked.urls.clone(),
        host: asked.host.clone(),
        ns: asked.ns.clone(),
        is_default: asked.is_default,
        rewrites: asked.rewrites.iter().map(|it| rewriting(it, places)).collect(),
        credential: asked.credential.name().to_owned(),
        credential_key: key,
        credential_kind: kind,
        tls: asked.tls.as_ref().map(|it| RegistriesTls {
            key: it.key.clone(),
            ca_file: it.ca_file.clone(),
            cert_file: it.cert_file.clone(),
            key_file: it.key_file.clone(),
        }),
        skips_verification: asked.skips_verification,
        then_http: asked.then_http,
        sentence: asked.sentence(),
        span: asked.span.clone().map(|it| places.span(it)),
    }
}

fn rewriting(it: &Rewriting, places: &Places<'_>) -> RegistriesRewriting {
    RegistriesRewriting {
        pattern: it.pattern.clone(),
        replacement: it.replacement.clone(),
        groups: it.groups.clone(),
        repository: it.repository.clone(),
        span: places.span(it.span.clone()),
    }
}

fn runtime_image(file: &Registries, image: &str, places: &Places<'_>) -> Option<RuntimeImagePull> {
    let found = registries::wharfie(file, image)?;
    let endpoints = found.endpoints.iter().map(|it| {
        let repositories: Vec<&str> = match &it.rewritten {
            Rewritten::Same => vec![&found.repository],
            Rewritten::To(_, to) => vec![to],
            Rewritten::AnyOf(several) => several.iter().map(|it| it.1.as_str()).collect(),
        };
        let requests =
            repositories.iter().map(|to| it.request(&found.registry, to, &found.identifier));
        let mut urls: Vec<String> = requests.collect();
        urls.sort_unstable();
        urls.dedup();
        let key = it.config.map(|it| without_user(it).into_owned());
        RuntimeImageEndpoint {
            method: "GET".to_owned(),
            undetermined: urls.len() > 1,
            urls,
            host: it.host(),
            is_default: it.is_default,
            credential_key: key.clone().filter(|_| it.auth.is_some()),
            tls: it.tls.filter(|_| it.tls_error().is_none()).map(|it| tls(it, key)),
            skips_verification: it.skips_verification(),
            sentence: it.sentence(),
            span: it.span.clone().map(|it| places.span(it)),
        }
    });
    Some(RuntimeImagePull {
        endpoints: endpoints.collect(),
        registry: found.registry.clone(),
        repository: found.repository.clone(),
    })
}

fn tls(tls: &Tls, key: Option<String>) -> RegistriesTls {
    RegistriesTls {
        key,
        ca_file: tls.ca_file.value.clone(),
        cert_file: tls.cert_file.value.clone(),
        key_file: tls.key_file.value.clone(),
    }
}

fn entry(it: &Entry, numbers: &[u32], places: &Places<'_>) -> RegistriesEntry {
    RegistriesEntry {
        kind: it.kind.name().to_owned(),
        path: it.path.clone(),
        images: it.images.iter().filter_map(|it| numbers.get(*it).copied()).collect(),
        idle: it.idle.map(|it| it.name().to_owned()),
        sentence: it.idle.map(|it| it.to_string()),
        is_dead: it.idle.is_some_and(registries::Idle::is_dead),
        span: places.span(it.span.clone()),
    }
}
