//! What a person sees of one image, for what the registry may answer.

use alloc::format;
use alloc::vec::Vec;

use super::report::{
    Diagnosis, ImageId, OutcomeKind, PullSecretState, SecretState, WorkloadReport,
};
use crate::Reference;
use crate::kubelet::{Answer, NodeAccess, Prediction, Pull, predict, predict_refused};

impl Diagnosis {
    /// What a registry commonly answers, and what is commonly in the way.
    pub const ANSWERS: [Answer; 7] = [
        Answer::Ok,
        Answer::Unauthorized,
        Answer::Forbidden,
        Answer::NotFound,
        Answer::TooManyRequests,
        Answer::NetworkError,
        Answer::Malformed,
    ];

    /// With more images than this, nobody asks what is seen of each for each answer.
    pub const FEW_IMAGES: usize = 50;

    /// The answers to predict for, where nobody says which: [`ANSWERS`](Self::ANSWERS), or none but
    /// those that events tell when there are more than [`FEW_IMAGES`](Self::FEW_IMAGES) images.
    pub fn common_answers(&self) -> &'static [Answer] {
        let count: usize = self.workloads.iter().map(|it| it.images.len()).sum();
        if count <= Self::FEW_IMAGES { &Self::ANSWERS } else { &[] }
    }

    /// Shows `see` what is seen of an image: the states, the events, and when. `answers` are what
    /// the registry answers to the credentials in their turn, of which the last goes for all that
    /// follow; they do not matter where [`asks`](Self::asks) says that nothing is asked.
    ///
    /// `None` where the API server refuses the object, so that no Pod waits.
    ///
    /// ```
    /// use pullscope_core::diagnose::{ImageId, Options, diagnose};
    /// use pullscope_core::kubelet::Answer;
    ///
    /// let diagnosis = diagnose("ghcr.io/acme/app:1", &Options::default());
    /// let image = ImageId { workload: 0, image: 0 };
    /// let reasons = diagnosis.predict(image, &[Answer::NotFound], |it| {
    ///     it.waiting().map(|it| it.reason().to_string()).collect::<Vec<_>>()
    /// });
    /// assert_eq!(reasons.unwrap(), ["ErrImagePull", "ImagePullBackOff"]);
    /// ```
    pub fn predict<R>(
        &self,
        image: ImageId,
        answers: &[Answer],
        see: impl FnOnce(&Prediction<'_>) -> R,
    ) -> Option<R> {
        let workload = self.workloads.get(image.workload)?;
        let image = workload.images.get(image.image)?;
        let nothing = [OutcomeKind::RefusedByApiServer, OutcomeKind::KubeletDoesNotStart];
        if nothing.contains(&image.outcome.kind) {
            return None;
        }
        let parsed = Reference::parse_as(&image.image, self.kubernetes.grammar());
        let missing = missing_secrets(workload);
        let pull = Pull {
            image: &image.image,
            reference: parsed.as_ref(),
            policy: image.policy.policy?,
            credentials: image.credentials.as_ref().map_or(0, |it| it.used),
            broken_secret: self.broken_secret(workload),
            missing_secrets: &missing,
            access: match &image.verification {
                Some(verification) => verification.access(),
                None => NodeAccess::without_records(self.node.settings.gates),
            },
            version: self.kubernetes,
        };
        let refusal = image.runtime.as_ref().and_then(|it| it.message.as_deref());
        let Some(refusal) = refusal else {
            return Some(see(&predict(&pull, image.presence, answers)));
        };
        // The code of an error that says no more than itself is cut off a pull's error alone.
        let inspect = format!("rpc error: code = Unknown desc = {refusal}");
        let is_cut = self.kubernetes.strips_unknown_code();
        let error = if is_cut { refusal } else { &inspect };
        Some(see(&predict_refused(&pull, &inspect, error)))
    }

    /// Whether the registry is asked for an image, as far as is known.
    pub fn asks(&self, image: ImageId) -> bool {
        self.image(image).is_some_and(|it| match it.outcome.kind {
            OutcomeKind::WithCredential
            | OutcomeKind::WithBlankCredential
            | OutcomeKind::NoKeyFits
            | OutcomeKind::Anonymous
            | OutcomeKind::WithNodeCredential
            | OutcomeKind::AsksProvider
            | OutcomeKind::NotLookedUp => true,
            OutcomeKind::RefusedByApiServer
            | OutcomeKind::KubeletDoesNotStart
            | OutcomeKind::InvalidImageName
            | OutcomeKind::RefusedByRuntime
            | OutcomeKind::BrokenSecret
            | OutcomeKind::NeverPulled
            | OutcomeKind::NotOnNode
            | OutcomeKind::OnNode => false,
        })
    }

    /// What the events of the text say that the registry answered for an image; of several the
    /// last.
    pub fn told(&self, image: ImageId) -> Option<Answer> {
        let mut about = self.events.iter().rev().filter(|it| it.about.contains(&image));
        about.find_map(|it| it.answer)
    }

    /// What Kubernetes says of the first pull Secret that it cannot decode.
    fn broken_secret(&self, workload: &WorkloadReport) -> Option<&str> {
        let used = workload.pull_secrets.iter().filter(|it| it.state == PullSecretState::Broken);
        let mut secrets = used.filter_map(|it| self.secrets.get(it.secret?));
        secrets.find_map(|it| match &it.state {
            SecretState::Broken { message, .. } => Some(message.as_str()),
            _ => None,
        })
    }
}

/// The names that the kubelet asks for and does not get.
fn missing_secrets(workload: &WorkloadReport) -> Vec<&str> {
    let missing = workload.pull_secrets.iter().filter(|it| match it.state {
        PullSecretState::Missing | PullSecretState::OtherNamespace | PullSecretState::Refused => {
            true
        }
        PullSecretState::Used
        | PullSecretState::EmptyName
        | PullSecretState::Ignored
        | PullSecretState::Broken => false,
    });
    missing.map(|it| it.name.as_str()).collect()
}
