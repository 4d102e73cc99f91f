//! leakguard with its own detectors and the one for phones, without addresses of the network, which samar leaves out, too.

use leakguard::{Kind, Redactor};

use super::Finder;

pub(super) struct Leakguard {
    redactor: Redactor,
}

impl Leakguard {
    pub(super) fn new() -> Self {
        Self {
            redactor: Redactor::only(&[
                Kind::Email,
                Kind::CreditCard,
                Kind::Jwt,
                Kind::UsSsn,
                Kind::AwsAccessKey,
                Kind::PhoneNumber,
                Kind::UrlCredentials,
                Kind::GitHubToken,
                Kind::SlackToken,
                Kind::StripeKey,
                Kind::GoogleApiKey,
                Kind::OpenAiKey,
                Kind::PrivateKey,
                Kind::Iban,
                Kind::AzureConnectionString,
                Kind::TelegramToken,
                Kind::DiscordToken,
            ]),
        }
    }
}

impl Finder for Leakguard {
    fn name(&self) -> &str {
        "leakguard 1.0.0"
    }

    fn find(&mut self, text: &str, found: &mut dyn FnMut(usize, usize)) {
        self.redactor.find(text).iter().for_each(|place| found(place.start, place.end));
    }
}
