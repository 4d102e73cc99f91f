//! redact-core with its pattern recognizers, line by line: what it makes of a text grows faster than the text.

use redact_core::{AnalyzerEngine, EntityType};

use super::{Rival, Seen, Task};

pub(super) struct RedactCore {
    engine: AnalyzerEngine,
    wanted: Vec<EntityType>,
}

impl RedactCore {
    pub(super) fn new() -> Self {
        use EntityType as E;
        Self {
            engine: AnalyzerEngine::new(),
            // What samar has a kind for. Dates, addresses of the network, host names, hashes and GUIDs would all be extra.
            wanted: vec![
                E::EmailAddress,
                E::PhoneNumber,
                E::CreditCard,
                E::Iban,
                E::IbanCode,
                E::UsSsn,
                E::UsPassport,
                E::UkNino,
                E::CryptoWallet,
                E::BtcAddress,
                E::EthAddress,
                E::PrivateKey,
                E::JwtToken,
                E::AwsAccessKey,
                E::GithubToken,
                E::GitlabToken,
                E::SlackToken,
                E::StripeApiKey,
                E::GoogleApiKey,
                E::OpenAiApiKey,
                E::AnthropicApiKey,
                E::DatabaseConnectionString,
                E::HttpBasicAuth,
                E::GenericSecret,
            ],
        }
    }

    fn find(&self, line: &str, mut found: impl FnMut(usize, usize)) {
        let analysis = self.engine.analyze_with_entities(line, &self.wanted, None);
        for entity in analysis.iter().flat_map(|analysis| &analysis.detected_entities) {
            found(entity.start, entity.end);
        }
    }
}

impl Rival for RedactCore {
    fn name(&self) -> &str {
        "redact-core 0.12.7"
    }

    fn task(&self) -> Task {
        Task::Find
    }

    fn run(&mut self, text: &str) -> usize {
        let mut ends = 0_usize;
        for line in text.lines() {
            self.find(line, |_, end| ends = ends.wrapping_add(end));
        }
        ends
    }

    fn look(&mut self, line: &str) -> Option<Seen> {
        let mut places = Vec::new();
        self.find(line, |start, end| places.push(start..end));
        Some(Seen::Places(places))
    }
}
