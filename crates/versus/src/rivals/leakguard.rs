//! leakguard with its own detectors and the one for phones, without addresses of the network, which samar leaves out, too.

use leakguard::{Kind, Redactor};

use super::{Rival, Seen, Task};

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

impl Rival for Leakguard {
    fn name(&self) -> &str {
        "leakguard 1.0.0"
    }

    fn task(&self) -> Task {
        Task::Find
    }

    fn run(&mut self, text: &str) -> usize {
        self.redactor.find(text).iter().map(|found| found.end).fold(0, usize::wrapping_add)
    }

    fn look(&mut self, line: &str) -> Option<Seen> {
        Some(Seen::Places(self.redactor.find(line).into_iter().map(|found| found.start..found.end).collect()))
    }
}
