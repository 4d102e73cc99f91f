//! redact-core with its pattern recognizers, line by line: what it makes of a text grows faster than the text.

use redact_core::{AnalyzerEngine, EntityType};

use super::Finder;

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
}

impl Finder for RedactCore {
    fn name(&self) -> &str {
        "redact-core 0.12.7"
    }

    fn find(&mut self, text: &str, found: &mut dyn FnMut(usize, usize)) {
        let mut base = 0;
        for line in text.split_inclusive('\n') {
            let analysis = self.engine.analyze_with_entities(line.trim_end_matches('\n'), &self.wanted, None);
            for entity in analysis.iter().flat_map(|analysis| &analysis.detected_entities) {
                found(base + entity.start, base + entity.end);
            }
            base += line.len();
        }
    }
}
