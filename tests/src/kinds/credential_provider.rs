use std::collections::BTreeMap;

use pullscope_core::Version;
use pullscope_core::credential_provider::{
    Account, Cache, CacheKeys, Config, Provider, Response, ServiceAccountKey, Source, TokenNeed,
    ask, request_line,
};
use pullscope_core::docker_config::DockerConfig;
use pullscope_core::features::{Gate, Gates};
use pullscope_core::json::{self, Data};
use pullscope_core::keyring::Keyring;
use pullscope_core::text::{Syntax, TextError, TextErrorKind, documents};
use serde_json::{Value, json};

use super::text;
use crate::Row;

/// The texts of several files in one, and where each begins.
fn read(files: &[&str], gates: Gates) -> Result<Result<Config, String>, String> {
    let mut trees = Vec::new();
    for file in files {
        if file.trim_start().starts_with('{') {
            let root = json::parse(file.as_bytes(), 256).map_err(|err| err.to_string())?;
            trees.push((*file, root, true));
            continue;
        }
        let read = documents(file);
        let [document] = &read.docs[..] else { return Err("a file is several documents".into()) };
        // For most texts that are no YAML the words of ours are others.
        if let Some(TextErrorKind::ControlCharacter { .. }) =
            document.error.as_ref().map(TextError::kind)
        {
            let upstream = "error decoding config: yaml: control characters are not allowed";
            return Ok(Err(upstream.into()));
        }
        if document.error.is_some() || document.syntax != Syntax::Yaml {
            return Err("a file is not YAML".into());
        }
        trees.push((*file, document.root.clone(), false));
    }
    let sources: Vec<Source<'_>> = trees
        .iter()
        .map(|(text, root, is_json)| Source { text, span: 0..text.len(), root, is_json: *is_json })
        .collect();
    Ok(Config::read(&sources, gates).map_err(|err| err.upstream().to_string()))
}

fn gates(tokens: bool) -> Gates {
    Gates::new(Version::NEWEST).with(Gate::KubeletServiceAccountTokenForCredentialProviders, tokens)
}

pub(super) fn config(row: &Row) -> Result<Row, String> {
    let files = row["files"].as_array().ok_or("files is not a list")?;
    let files: Option<Vec<&str>> = files.iter().map(Value::as_str).collect();
    let tokens = row["tokens"].as_bool().ok_or("tokens is not true or false")?;
    let read = read(&files.ok_or("a file is not a string")?, gates(tokens))?;
    // The name of the scheme is a line of source, whose path depends on how a program is built.
    let line = "in scheme \"pkg/credentialprovider/plugin/plugin.go:69\"";
    let error = read.err().map(|it| it.replace(line, "in scheme \"…\""));
    Ok(Row::from_iter([("error".into(), error.into())]))
}

/// What one provider keeps between look-ups.
struct Asked<'r> {
    provider: &'r Provider,
    cache: Cache<DockerConfig>,
}

pub(super) fn request(row: &Row) -> Result<Row, String> {
    let gates = gates(true);
    let config = read(&[text(row, "config")?], gates)?.map_err(|why| format!("refused: {why}"))?;
    let mut asked: Vec<Asked<'_>> =
        config.providers.iter().map(|provider| Asked { provider, cache: Cache::new(0) }).collect();
    let looks = row["looks"].as_array().ok_or("looks is not a list")?;
    let mut now = 0;
    let mut results = Vec::new();
    for look in looks {
        let image = look["image"].as_str().ok_or("an image is not a string")?;
        now += i128::from(look["after"].as_i64().ok_or("after is not a number")?) * 1_000_000;
        results.push(one_look(row, &mut asked, image, now, gates)?);
    }
    Ok(Row::from_iter([("results".into(), results.into())]))
}

fn one_look(
    row: &Row,
    asked: &mut [Asked<'_>],
    image: &str,
    now: i128,
    gates: Gates,
) -> Result<Value, String> {
    let (mut requests, mut errors, mut configs) = (Vec::new(), Vec::new(), Vec::new());
    for each in asked.iter_mut() {
        let name = &each.provider.name;
        match look_up(row, each, image, now, gates)? {
            Ok((request, config)) => {
                requests.extend(request.map(|it| json!([name, it])));
                configs.extend(config);
            }
            Err((request, why)) => {
                requests.extend(request.map(|it| json!([name, it])));
                errors.push(json!([name, why]));
            }
        }
    }
    let mut keyring = Keyring::new();
    configs.iter().for_each(|it| keyring.add(it, 0));
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let credentials: Vec<Value> = keyring
        .lookup(image)
        .iter()
        .map(|it| &it.entry.credential)
        .map(|it| json!([text(&it.username), text(it.password.expose())]))
        .collect();
    let cached: Vec<Value> = asked
        .iter()
        .map(|it| it.cache.keys().map(hex).collect::<Vec<_>>())
        .map(|mut keys| {
            keys.sort();
            keys.into()
        })
        .collect();
    Ok(
        json!({"requests": requests, "credentials": credentials, "errors": errors, "cached": cached}),
    )
}

type Answered = Result<(Option<String>, Option<DockerConfig>), (Option<String>, String)>;

fn look_up(
    row: &Row,
    asked: &mut Asked<'_>,
    image: &str,
    now: i128,
    gates: Gates,
) -> Result<Answered, String> {
    let provider = asked.provider;
    let account = &row["account"];
    let is_known = account.get("uid").is_some();
    let mut annotations = BTreeMap::new();
    for (key, value) in account["annotations"].as_object().into_iter().flatten() {
        annotations.insert(key.as_str(), value.as_str().ok_or("an annotation is not a string")?);
    }
    let annotations: Vec<(&str, &str)> = annotations.into_iter().collect();
    let known = match (account.is_null(), is_known) {
        (true, _) => Account::None,
        (false, false) => Account::Named,
        (false, true) => Account::Known { annotations: &annotations },
    };
    let Ok(found) = ask(provider, image, &known, gates) else { return Ok(Ok((None, None))) };
    let mut key = ServiceAccountKey::default();
    let (mut token, mut sent) = (String::new(), Vec::new());
    match found.token {
        TokenNeed::No | TokenNeed::NoAccount => {}
        TokenNeed::Unknown { .. } => {
            let name = account["name"].as_str().unwrap_or_default();
            let why = format!("failed to get service account: serviceaccount {name:?} not found");
            return Ok(Err((None, why)));
        }
        TokenNeed::Token { annotations } => {
            sent = annotations;
            token = text(row, "token")?.to_string();
            let part = |name: &str| account[name].as_str().unwrap_or_default().to_string();
            let attributes = provider.token.as_ref().ok_or("a token without attributes")?;
            let hash = text(row, "token_hash")?;
            let hash = attributes.caches_per_token().then_some(hash);
            let made = ServiceAccountKey::new(
                text(row, "namespace")?,
                &part("name"),
                &part("uid"),
                &sent,
                hash,
            );
            key = match made {
                Ok(key) => key,
                Err(why) => {
                    let why = format!("error generating service account cache key: {why}");
                    return Ok(Err((None, why)));
                }
            };
        }
    }
    let keys = match CacheKeys::new(image, &key, gates.version()) {
        Ok(keys) => keys,
        Err(why) => {
            let why =
                format!("failed to get cached docker config: error generating cache key: {why}");
            return Ok(Err((None, why)));
        }
    };
    if let Some((_, config)) = asked.cache.get(&keys, now) {
        return Ok(Ok((None, Some(config.clone()))));
    }
    let request = request_line(&provider.api_version, image, &token, &sent);
    let answer = row["answers"][&provider.name].as_str().ok_or("a provider without an answer")?;
    let parsed = json::parse(answer.as_bytes(), 256);
    let nothing = json::Value { span: 0..0, data: Data::Null };
    let is_json = parsed.is_ok();
    let root = parsed.unwrap_or(nothing);
    let source = Source { text: answer, span: 0..answer.len(), root: &root, is_json };
    match Response::read(&source, provider, &token, gates.version()) {
        Err(error) => Ok(Err((Some(request), error.upstream))),
        Ok(response) => {
            let lifetime = response.lifetime(provider);
            let key = keys.of(response.cache_key_type);
            asked.cache.put(key, response.config.clone(), lifetime, now);
            Ok(Ok((Some(request), Some(response.config))))
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|it| format!("{it:02x}")).collect()
}
