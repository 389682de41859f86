//! What people paste besides objects: events, tables, descriptions, names of images, words.

use super::pool::{ACCOUNTS, IMAGES, SECRETS, WORKLOADS};
use super::random::Random;

/// An image that is written in one line.
fn image(random: &mut Random) -> &'static str {
    random.pick(&IMAGES).trim_end_matches('\n')
}

/// What the kubelet says of an image.
fn message(random: &mut Random) -> String {
    let image = image(random);
    let secret = random.pick(&SECRETS);
    match random.below(12) {
        0 => format!("Back-off pulling image \"{image}\""),
        1 => format!("Successfully pulled image \"{image}\" in 1.2s"),
        2 => format!("Container image \"{image}\" is not present with pull policy of Never"),
        3 => "Error: ErrImagePull".to_string(),
        4 => "Error: ImagePullBackOff".to_string(),
        5 => format!(
            "Failed to apply default image tag \"{image}\": couldn't parse image name \"{image}\": \
             invalid reference format"
        ),
        6 => format!(
            "Unable to retrieve some image pull secrets ({secret}); attempting to pull the image \
             may not succeed."
        ),
        7 => format!("Pulling image \"{image}\""),
        8 => format!(
            "Failed to pull image \"{image}\": failed to resolve reference \"{image}\": pull access \
             denied, repository does not exist or may require authorization: server message: \
             insufficient_scope: authorization failed"
        ),
        9 => format!(
            "Failed to pull image \"{image}\": rpc error: code = NotFound desc = {image}: not found"
        ),
        10 => "toomanyrequests: You have reached your pull rate limit.".to_string(),
        _ => format!("Failed to pull image \"{image}\": rpc error: code = Unknown desc = 401"),
    }
}

/// Any text that is no object.
pub(super) fn prose(random: &mut Random) -> String {
    match random.below(9) {
        0 | 1 => {
            let count = 1 + random.below(3);
            (0..count).map(|_| message(random)).collect::<Vec<_>>().join("\n")
        }
        2 => {
            let mut table = "LAST SEEN   TYPE      REASON    OBJECT    MESSAGE".to_string();
            for _ in 0..=random.below(3) {
                let (name, message) = (random.pick(&WORKLOADS), message(random));
                table += &format!("\n3m          Warning   Failed    pod/{name}   {message}");
            }
            table
        }
        3 => describe(random),
        4 => {
            let mut table = "NAME   READY   STATUS   RESTARTS   AGE".to_string();
            for _ in 0..=random.below(3) {
                let name = random.pick(&WORKLOADS);
                let status = random.pick(&["ImagePullBackOff", "ErrImagePull", "Running"]);
                table += &format!("\n{name}    0/1     {status}   0          3m");
            }
            table
        }
        5 => "IMAGE                     TAG    IMAGE ID        SIZE\n\
              docker.io/library/nginx   1.27   1234567890abc   70MB\n\
              quay.io/team/app          1.4.2  abcdef1234567   12MB"
            .to_string(),
        6 => {
            let count = 1 + random.below(3);
            let names: Vec<&str> = (0..count).map(|_| image(random)).collect();
            names.join("\n")
        }
        7 => (*random.pick(&[
            "Hello, my pod does not start since yesterday: what is wrong?",
            "größe 🐳 {ist} 'kaputt",
            "$ kubectl get pods -n apps",
            "| a | b |",
            "%!s(MISSING)",
            "[1, 2",
            "}",
            "\"",
            "- ",
            "?",
            "&a *a",
            "\t\tx",
            "\u{1b}[31mFailed to pull image \"x\": 401\u{1b}[0m",
        ]))
        .to_string(),
        _ => message(random),
    }
}

fn describe(random: &mut Random) -> String {
    let name = random.pick(&WORKLOADS);
    let account = random.pick(&ACCOUNTS);
    let image = image(random);
    let mut text = format!(
        "Name:             {name}\nNamespace:        apps\nService Account:  {account}\n\
         Containers:\n  web0:\n    Image:          {image}\n    State:          Waiting\n      \
         Reason:       ImagePullBackOff\nConditions:\n  Type    Status\n  Ready   False\nEvents:\n  \
         Type     Reason   Age   From     Message\n  ----     ------   ----  ----     -------"
    );
    for _ in 0..=random.below(3) {
        text += &format!("\n  Warning  Failed   3m    kubelet  {}", message(random));
    }
    text
}
