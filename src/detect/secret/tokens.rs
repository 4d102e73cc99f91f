//! The tokens of providers, one row each.

use std::ops::RangeInclusive;

use super::checks::*;
use super::provider::{Alphabet, Token};

/// A row of the table.
const fn token(
    name: &'static str,
    prefix: &'static [u8],
    alphabet: Alphabet,
    len: RangeInclusive<u16>,
    is_valid: fn(&[u8]) -> bool,
) -> Token {
    Token { name, prefix, alphabet, len, is_valid }
}

/// Tokens with a prefix of at least four bytes; sorted by prefix, the longer first where one contains
/// another.
#[rustfmt::skip]
pub(super) const TOKENS: &[Token] = &[
    // AWS: IAM User Guide, "Understanding unique ID prefixes"; the access key id, not the secret key, which
    // has no shape.
    token("aws_access_key_id", b"ABIA", Alphabet::Base32, 16..=16, not_example),
    // AWS: Amazon Bedrock User Guide, "API keys" (Base64 of `BedrockAPIKey-…`).
    token("aws_bedrock_key", b"ABSKQmVkcm9ja0FQSUtleS", Alphabet::Base64, 91..=251, always),
    // AWS: IAM User Guide, "Understanding unique ID prefixes"; the access key id, not the secret key, which
    // has no shape.
    token("aws_access_key_id", b"ACCA", Alphabet::Base32, 16..=16, not_example),
    // age: C2SP specification "age", X25519 identity in Bech32.
    token("age_secret_key", b"AGE-SECRET-KEY-1", Alphabet::Bech32, 58..=58, always),
    // Google Cloud: "Manage API keys".
    token("gcp_api_key", b"AIza", Alphabet::Url, 35..=35, always),
    // Cut, or typed with a character too few or too many.
    token("gcp_api_key", b"AIza", Alphabet::Url, 20..=48, mixed),
    // JFrog Artifactory: "API key", and reference tokens (Base64 of `reftkn:`).
    token("artifactory_key", b"AKCp", Alphabet::Alnum, 69..=69, always),
    // AWS: IAM User Guide, "Understanding unique ID prefixes"; the access key id, not the secret key, which
    // has no shape.
    token("aws_access_key_id", b"AKIA", Alphabet::Base32, 16..=16, not_example),
    // Tencent Cloud: "Access keys"; the id.
    token("tencent_secret_id", b"AKID", Alphabet::Alnum, 32..=32, mixed),
    // Octopus Deploy: "How to create an API key".
    token("octopus_key", b"API-", Alphabet::Upper, 26..=26, digit),
    // Yandex Cloud: "API key" and "IAM token".
    token("yandex_api_key", b"AQVN", Alphabet::Url, 35..=38, always),
    // AWS: IAM User Guide, "Understanding unique ID prefixes"; the access key id, not the secret key, which
    // has no shape.
    token("aws_access_key_id", b"ASIA", Alphabet::Base32, 16..=16, not_example),
    // Atlassian: "Manage API tokens"; ends in `=` and eight hexadecimal digits.
    token("atlassian_token", b"ATATT3xFfGF0", Alphabet::UrlPad, 150..=240, atlassian),
    // Bitbucket Cloud: "App passwords".
    token("bitbucket_app_password", b"ATBB", Alphabet::Alnum, 32..=32, mixed),
    // Atlassian: "Manage API tokens"; ends in `=` and eight hexadecimal digits.
    token("atlassian_org_key", b"ATCTT3xFfG", Alphabet::UrlPad, 150..=240, atlassian),
    // CircleCI: "Managing API tokens".
    token("circleci_token", b"CCIPAT_", Alphabet::Word, 63..=63, circleci),
    token("circleci_token", b"CCIPRJ_", Alphabet::Word, 63..=63, circleci),
    // Contentful: Content Management API, personal access tokens.
    token("contentful_pat", b"CFPAT-", Alphabet::Url, 43..=43, always),
    // Clojars: "Deploy tokens".
    token("clojars_token", b"CLOJARS_", Alphabet::LowerHex, 60..=60, always),
    // Square: "Access tokens" and "OAuth"; `sq0idp-` is the public application id: left out.
    token("square_access_token", b"EAAA", Alphabet::Url, 60..=60, mixed),
    // Facebook: Graph API, "Access tokens".
    token("facebook_token", b"EAACEdEose0cBA", Alphabet::Alnum, 20..=400, always),
    token("facebook_token", b"EAAC", Alphabet::Alnum, 100..=400, always),
    token("facebook_token", b"EAAM", Alphabet::Alnum, 100..=400, always),
    // EasyPost: "Authentication".
    token("easypost_key", b"EZAK", Alphabet::Alnum, 54..=54, always),
    token("easypost_test_key", b"EZTK", Alphabet::Alnum, 54..=54, always),
    // Flutterwave: "API keys"; `FLWPUBK` is public: left out.
    token("flutterwave_key", b"FLWSECK-", Alphabet::Url, 34..=52, ends_x),
    token("flutterwave_key", b"FLWSECK_TEST-", Alphabet::Url, 34..=52, ends_x),
    // Google: "Using OAuth 2.0 to access Google APIs".
    token("google_client_secret", b"GOCSPX-", Alphabet::Url, 28..=28, always),
    // GitLab: "GitLab token overview", token prefixes.
    token("gitlab_runner_registration", b"GR1348941", Alphabet::Url, 20..=20, always),
    // Heroku: Platform API, "OAuth", prefix of 2022 and long form of 2024.
    token("heroku_key", b"HRKU-AA", Alphabet::Url, 58..=58, always),
    token("heroku_key", b"HRKU-", Alphabet::Url, 36..=36, uuid),
    // Alibaba Cloud: "Create an AccessKey pair"; the id.
    token("alibaba_access_key_id", b"LTAI", Alphabet::Alnum, 20..=20, digit),
    token("alibaba_access_key_id", b"LTAI", Alphabet::Alnum, 12..=12, mixed),
    // Midtrans: "Access keys" (server key); `Mid-client-` is public: left out.
    token("midtrans_server_key", b"Mid-server-", Alphabet::Url, 16..=32, both_cases),
    // New Relic: "API keys"; `NRJS-` runs in browsers: left out.
    token("newrelic_user_key", b"NRAK-", Alphabet::Upper, 27..=27, always),
    token("newrelic_insert_key", b"NRII-", Alphabet::Url, 32..=32, always),
    // Postman: "API authentication".
    token("postman_key", b"PMAK-", Alphabet::Url, 59..=59, postman),
    // Midtrans: "Access keys" (server key); `Mid-client-` is public: left out.
    token("midtrans_test_server_key", b"SB-Mid-server-", Alphabet::Url, 16..=32, both_cases),
    // Plaid: "Tokens".
    token("plaid_access_token", b"access-development-", Alphabet::Url, 36..=36, uuid),
    token("plaid_access_token", b"access-production-", Alphabet::Url, 36..=36, uuid),
    token("plaid_access_token", b"access-sandbox-", Alphabet::Url, 36..=36, uuid),
    // PayPal Braintree: "Access tokens".
    token("braintree_token", b"access_token$production$", Alphabet::Dollar, 49..=49, braintree),
    // Adafruit IO: HTTP API, "Authentication".
    token("adafruit_key", b"aio_", Alphabet::Alnum, 28..=28, digit),
    // AWS: Selling Partner API and Login with Amazon, "Client secret".
    token("amazon_mws_token", b"amzn.mws.", Alphabet::Url, 36..=36, uuid),
    token("amazon_lwa_secret", b"amzn1.oa2-cs.v1.", Alphabet::LowerHex, 64..=64, always),
    // Hugging Face: "User access tokens" (organization tokens are withdrawn but still found).
    token("huggingface_org_token", b"api_org_", Alphabet::Alnum, 34..=34, always),
    // Buildkite: "Managing API access tokens".
    token("buildkite_token", b"bkua_", Alphabet::LowerHex, 40..=40, always),
    // Cloudflare: "API token formats": 40 letters and digits, eight hexadecimal digits of a checksum.
    token("cloudflare_account_token", b"cfat_", Alphabet::Alnum, 48..=48, cloudflare),
    // Cloudflare: as above.
    token("cloudflare_user_token", b"cfut_", Alphabet::Alnum, 48..=48, cloudflare),
    // crates.io: "Trusted publishing".
    token("crates_io_temporary", b"cio_tp_", Alphabet::Alnum, 32..=32, always),
    // JFrog Artifactory: "API key", and reference tokens (Base64 of `reftkn:`).
    token("artifactory_reference", b"cmVmdGtuO", Alphabet::Alnum, 55..=55, always),
    // Cerebras: "Authentication".
    token("cerebras_key", b"csk-", Alphabet::LowerAlnum, 48..=48, digit),
    // Databricks: "Personal access token authentication".
    token("databricks_token", b"dapi", Alphabet::Url, 32..=34, databricks),
    // Docker Hub: "Personal access tokens", "Organization access tokens".
    token("dockerhub_org_token", b"dckr_oat_", Alphabet::Url, 27..=36, always),
    token("dockerhub_pat", b"dckr_pat_", Alphabet::Url, 27..=36, always),
    // Deno Deploy: "API", access tokens.
    token("deno_token", b"ddp_", Alphabet::Alnum, 36..=36, always),
    token("deno_token", b"ddw_", Alphabet::Alnum, 36..=36, always),
    // Discord: "Webhook Resource", execute webhook; the whole address is the secret.
    token("discord_webhook", b"discord.com/api/webhooks/", Alphabet::UrlPath, 78..=101, discord_webhook),
    token("discord_webhook", b"discordapp.com/api/webhooks/", Alphabet::UrlPath, 78..=101, discord_webhook),
    // Defined Networking: "API".
    token("defined_networking_key", b"dnkey-", Alphabet::Url, 79..=79, dnkey),
    // DigitalOcean: "How to create a personal access token".
    token("digitalocean_oauth", b"doo_v1_", Alphabet::LowerHex, 64..=64, always),
    token("digitalocean_pat", b"dop_v1_", Alphabet::LowerHex, 64..=64, always),
    token("digitalocean_refresh", b"dor_v1_", Alphabet::LowerHex, 64..=64, always),
    // Doppler: "Auth token formats".
    token("doppler_audit", b"dp.audit.", Alphabet::Alnum, 40..=44, always),
    token("doppler_cli", b"dp.ct.", Alphabet::Alnum, 40..=44, always),
    token("doppler_personal", b"dp.pt.", Alphabet::Alnum, 40..=44, always),
    token("doppler_service_account", b"dp.sa.", Alphabet::Alnum, 40..=44, always),
    token("doppler_scim", b"dp.scim.", Alphabet::Alnum, 40..=44, always),
    token("doppler_service", b"dp.st.", Alphabet::UrlDot, 40..=90, doppler_service),
    // Dynatrace: "Access tokens", token format.
    token("dynatrace_token", b"dt0c01.", Alphabet::UrlDot, 89..=89, dynatrace),
    // Duffel: "Making requests".
    token("duffel_token", b"duffel_live_", Alphabet::UrlPad, 43..=43, always),
    token("duffel_token", b"duffel_test_", Alphabet::UrlPad, 43..=43, always),
    // Grafana: "Cloud access policies", "Service accounts", "API keys" (the last is Base64 of `{"k":"`).
    token("grafana_api_key", b"eyJrIjoi", Alphabet::Base64, 70..=400, always),
    // Figma: REST API, "Personal access tokens".
    token("figma_token", b"figd_", Alphabet::Url, 40..=48, always),
    // Frame.io: "Developer tokens".
    token("frameio_token", b"fio-u-", Alphabet::UrlPad, 64..=64, always),
    // Fly.io: "Access tokens".
    token("flyio_macaroon", b"fm1a_", Alphabet::Base64, 100..=2000, always),
    token("flyio_macaroon", b"fm1r_", Alphabet::Base64, 100..=2000, always),
    token("flyio_macaroon", b"fm2_", Alphabet::Base64, 100..=2000, always),
    token("flyio_token", b"fo1_", Alphabet::Url, 43..=43, always),
    // GitHub: "Behind GitHub's new authentication token formats" (blog, 2021). Those that are cut have no checksum: nothing else is
    // written so, and what is left of one is much of it.
    token("github_oauth", b"gho_", Alphabet::Alnum, 36..=251, crc_base62),
    token("github_oauth", b"gho_", Alphabet::Alnum, 20..=251, mixed),
    token("github_pat_classic", b"ghp_", Alphabet::Alnum, 36..=251, crc_base62),
    token("github_pat_classic", b"ghp_", Alphabet::Alnum, 20..=251, mixed),
    token("github_refresh", b"ghr_", Alphabet::Alnum, 36..=251, crc_base62),
    token("github_refresh", b"ghr_", Alphabet::Alnum, 20..=251, mixed),
    token("github_server_to_server", b"ghs_", Alphabet::Alnum, 36..=251, crc_base62),
    token("github_server_to_server", b"ghs_", Alphabet::Alnum, 20..=251, mixed),
    token("github_user_to_server", b"ghu_", Alphabet::Alnum, 36..=251, crc_base62),
    token("github_user_to_server", b"ghu_", Alphabet::Alnum, 20..=251, mixed),
    // GitHub: "Managing your personal access tokens", fine-grained.
    token("github_pat", b"github_pat_", Alphabet::Word, 82..=82, github_pat),
    // GitLab: "GitLab token overview", token prefixes.
    token("gitlab_agent", b"glagent-", Alphabet::Url, 50..=50, always),
    // Grafana: "Cloud access policies", "Service accounts", "API keys" (the last is Base64 of `{"k":"`).
    token("grafana_cloud", b"glc_eyJ", Alphabet::Base64, 29..=400, always),
    // GitLab: "GitLab token overview", token prefixes.
    token("gitlab_ci_job", b"glcbt-", Alphabet::Url, 22..=26, always),
    token("gitlab_deploy", b"gldt-", Alphabet::Url, 20..=20, always),
    token("gitlab_feature_flags", b"glffct-", Alphabet::Url, 20..=20, always),
    token("gitlab_feed", b"glft-", Alphabet::Url, 20..=20, always),
    token("gitlab_incoming_mail", b"glimt-", Alphabet::Url, 25..=25, always),
    token("gitlab_oauth_secret", b"gloas-", Alphabet::Url, 64..=64, always),
    token("gitlab_pat", b"glpat-", Alphabet::Url, 20..=20, always),
    token("gitlab_pat", b"glpat-", Alphabet::UrlDot, 37..=330, gitlab_routable),
    token("gitlab_pipeline_trigger", b"glptt-", Alphabet::LowerHex, 40..=40, always),
    token("gitlab_runner", b"glrt-", Alphabet::Url, 20..=24, always),
    token("gitlab_runner", b"glrt-", Alphabet::UrlDot, 37..=330, gitlab_routable),
    token("gitlab_runner_registration", b"glrtr-", Alphabet::Url, 20..=20, always),
    // Grafana: "Cloud access policies", "Service accounts", "API keys" (the last is Base64 of `{"k":"`).
    token("grafana_service_account", b"glsa_", Alphabet::Word, 41..=41, glsa),
    // GitLab: "GitLab token overview", token prefixes.
    token("gitlab_scim", b"glsoat-", Alphabet::Url, 20..=20, always),
    // Groq: "API keys".
    token("groq_key", b"gsk_", Alphabet::Alnum, 52..=52, always),
    // Slack: "Sending messages using incoming webhooks"; the whole address is the secret.
    token("slack_webhook", b"hooks.slack.com/services/", Alphabet::UrlPath, 38..=60, slack_webhook),
    token("slack_trigger", b"hooks.slack.com/triggers/", Alphabet::UrlPath, 40..=90, always),
    token("slack_workflow", b"hooks.slack.com/workflows/", Alphabet::UrlPath, 40..=90, always),
    // HashiCorp Vault: "Tokens", token prefixes (1.10).
    token("vault_batch", b"hvb.", Alphabet::Url, 130..=1000, always),
    token("vault_recovery", b"hvr.", Alphabet::Url, 24..=1000, always),
    token("vault_service", b"hvs.", Alphabet::Url, 24..=300, always),
    // Infracost: "API key".
    token("infracost_key", b"ico-", Alphabet::Alnum, 32..=32, always),
    // Mailgun: "Authentication"; `pubkey-` is public: left out.
    token("mailgun_key", b"key-", Alphabet::LowerHex, 32..=32, always),
    // Linear: "Getting started", personal API keys.
    token("linear_key", b"lin_api_", Alphabet::Alnum, 40..=40, always),
    // Linear: "OAuth 2.0 authentication".
    token("linear_oauth", b"lin_oauth_", Alphabet::LowerHex, 64..=64, always),
    // GoCardless: "API keys" (40 of Base64); Lob: "API keys" (35 hexadecimal). `live_pub_`/`test_pub_` are
    // public: left out.
    token("gocardless_token", b"live_", Alphabet::Url, 40..=40, mixed),
    token("lob_key", b"live_", Alphabet::LowerHex, 35..=35, always),
    // LangSmith: "Create an account and API key".
    token("langsmith_key", b"lsv2_pt_", Alphabet::Word, 43..=43, langsmith),
    token("langsmith_key", b"lsv2_sk_", Alphabet::Word, 43..=43, langsmith),
    // MongoDB Atlas: "Service accounts".
    token("mongodb_service_secret", b"mdb_sa_sk_", Alphabet::Url, 40..=40, always),
    // Discord: user token of an account with two factors (before 2022).
    token("discord_mfa", b"mfa.", Alphabet::Url, 84..=84, always),
    // Neon: "Manage API keys".
    token("neon_key", b"napi_", Alphabet::LowerAlnum, 64..=64, digit),
    // Netlify: "Personal access tokens".
    token("netlify_token", b"nfp_", Alphabet::Alnum, 36..=40, always),
    // npm: "Announcing npm's new access token format" (GitHub blog, 2021).
    token("npm_token", b"npm_", Alphabet::Alnum, 36..=36, crc_base62),
    // Notion: "Authorization", internal integration token, new form of 2024 and old.
    token("notion_token", b"ntn_", Alphabet::Alnum, 46..=46, notion),
    // NVIDIA: NGC user guide, API keys.
    token("nvidia_key", b"nvapi-", Alphabet::Url, 64..=64, always),
    // 1Password: "Service accounts" (Base64 of a JSON object).
    token("onepassword_service", b"ops_eyJ", Alphabet::Any64, 247..=4000, always),
    // HubSpot: "Private apps".
    token("hubspot_token", b"pat-eu1-", Alphabet::Url, 36..=36, uuid),
    token("hubspot_token", b"pat-na1-", Alphabet::Url, 36..=36, uuid),
    // Harness: "API keys".
    token("harness_token", b"pat.", Alphabet::UrlDot, 68..=68, harness),
    // Pinecone: "Manage API keys".
    token("pinecone_key", b"pcsk_", Alphabet::Word, 69..=70, pinecone),
    // PostHog: "Personal API keys"; `phc_` is public: left out.
    token("posthog_key", b"phx_", Alphabet::Alnum, 43..=48, mixed),
    // Prefect Cloud: "Manage API keys".
    token("prefect_service_key", b"pnb_", Alphabet::Alnum, 36..=36, always),
    token("prefect_key", b"pnu_", Alphabet::Alnum, 36..=36, always),
    // Perplexity: "API keys".
    token("perplexity_key", b"pplx-", Alphabet::Alnum, 48..=48, always),
    // PlanetScale: "Service tokens".
    token("planetscale_oauth", b"pscale_oauth_", Alphabet::UrlDot, 32..=64, always),
    token("planetscale_password", b"pscale_pw_", Alphabet::UrlDot, 32..=64, always),
    token("planetscale_token", b"pscale_tkn_", Alphabet::UrlDot, 32..=64, always),
    // Pulumi: "Access tokens".
    token("pulumi_token", b"pul-", Alphabet::LowerHex, 40..=40, always),
    // PyPI: "API tokens": a macaroon whose location is pypi.org or test.pypi.org.
    token("pypi_token", b"pypi-AgEIcHlwaS5vcmc", Alphabet::Url, 50..=1000, always),
    token("pypi_token", b"pypi-AgENdGVzdC5weXBpLm9yZw", Alphabet::Url, 50..=1000, always),
    // ReadMe: "Authentication".
    token("readme_key", b"rdme_", Alphabet::LowerAlnum, 70..=70, always),
    // Stripe: "API keys". Paystack and Clerk use the same prefixes. Publishable `pk_` keys are public: left
    // out.
    token("stripe_restricted_key", b"rk_live_", Alphabet::Alnum, 20..=247, always),
    token("stripe_restricted_key", b"rk_test_", Alphabet::Alnum, 20..=247, always),
    // Render: "The Render API".
    token("render_key", b"rnd_", Alphabet::Alnum, 28..=28, mixed),
    // RubyGems: "API key scopes".
    token("rubygems_key", b"rubygems_", Alphabet::LowerHex, 48..=48, always),
    // Razorpay: "API keys"; the key id, its secret has no shape.
    token("razorpay_key_id", b"rzp_live_", Alphabet::Alnum, 14..=14, always),
    // Harness: "API keys".
    token("harness_token", b"sat.", Alphabet::UrlDot, 68..=68, harness),
    // Supabase: "Access tokens" and "API keys"; `sb_publishable_` is public: left out.
    token("supabase_secret_key", b"sb_secret_", Alphabet::Url, 31..=40, always),
    token("supabase_oauth", b"sbp_oauth_", Alphabet::LowerHex, 40..=40, always),
    token("supabase_token", b"sbp_", Alphabet::LowerHex, 40..=40, always),
    // Notion: "Authorization", internal integration token, new form of 2024 and old.
    token("notion_token", b"secret_", Alphabet::Alnum, 43..=43, mixed),
    // Sourcegraph: "Access tokens"; Segment: Public API (64).
    token("sourcegraph_token", b"sgp_", Alphabet::Word, 40..=57, sourcegraph),
    token("segment_token", b"sgp_", Alphabet::Alnum, 64..=64, always),
    // OpenShift: "Configuring the internal OAuth server", OAuthAccessToken names.
    token("openshift_token", b"sha256~", Alphabet::Url, 43..=43, always),
    // Shippo: "Authentication".
    token("shippo_token", b"shippo_live_", Alphabet::Hex, 40..=40, always),
    token("shippo_token", b"shippo_test_", Alphabet::Hex, 40..=40, always),
    // Shopify: "Access tokens" and "Client credentials".
    token("shopify_access_token", b"shpat_", Alphabet::Hex, 32..=32, always),
    token("shopify_custom_app", b"shpca_", Alphabet::Hex, 32..=32, always),
    token("shopify_private_app", b"shppa_", Alphabet::Hex, 32..=32, always),
    token("shopify_shared_secret", b"shpss_", Alphabet::Hex, 32..=32, always),
    // OpenAI: "API keys"; the middle is Base64 of `OpenAI` in every kind.
    token("openai_key", b"sk-None-", Alphabet::Url, 40..=200, openai),
    token("openai_admin_key", b"sk-admin-", Alphabet::Url, 40..=200, openai),
    // Anthropic: Claude API reference, "Authentication", and Admin API.
    token("anthropic_admin_key", b"sk-ant-admin01-", Alphabet::Url, 95..=95, ends_aa),
    token("anthropic_api_key", b"sk-ant-api03-", Alphabet::Url, 95..=95, ends_aa),
    token("anthropic_oauth", b"sk-ant-oat01-", Alphabet::Url, 80..=120, always),
    // Langfuse: "API keys"; `pk-lf-` is public: left out.
    token("langfuse_secret_key", b"sk-lf-", Alphabet::Url, 36..=36, uuid),
    // OpenRouter: "API authentication".
    token("openrouter_key", b"sk-or-v1-", Alphabet::LowerHex, 64..=64, always),
    // OpenAI: "API keys"; the middle is Base64 of `OpenAI` in every kind.
    token("openai_project_key", b"sk-proj-", Alphabet::Url, 40..=200, openai),
    token("openai_project_key", b"sk-proj-", Alphabet::Url, 20..=200, mixed),
    token("openai_service_key", b"sk-svcacct-", Alphabet::Url, 40..=200, openai),
    // Mapbox: "Tokens"; `pk.` is public: left out.
    token("mapbox_secret_token", b"sk.eyJ", Alphabet::UrlDot, 60..=300, mapbox),
    // Stripe: "API keys". Paystack and Clerk use the same prefixes. Publishable `pk_` keys are public: left
    // out.
    token("stripe_secret_key", b"sk_live_", Alphabet::Alnum, 20..=247, always),
    token("stripe_secret_key", b"sk_test_", Alphabet::Alnum, 20..=247, always),
    // Sentry: "Auth tokens" (organization: Base64 of `{"iat":`, then a signature).
    token("sentry_org_token", b"sntrys_eyJ", Alphabet::Any64, 80..=600, sentry_org),
    token("sentry_user_token", b"sntryu_", Alphabet::LowerHex, 64..=64, always),
    // Square: "Access tokens" and "OAuth"; `sq0idp-` is the public application id: left out.
    token("square_access_token", b"sq0atp-", Alphabet::Url, 22..=22, always),
    token("square_oauth_secret", b"sq0csp-", Alphabet::Url, 43..=43, always),
    // SonarQube: "Managing your tokens".
    token("sonar_global_token", b"sqa_", Alphabet::LowerHex, 40..=40, always),
    token("sonar_project_token", b"sqp_", Alphabet::LowerHex, 40..=40, always),
    token("sonar_user_token", b"squ_", Alphabet::LowerHex, 40..=40, always),
    // GoCardless: "API keys" (40 of Base64); Lob: "API keys" (35 hexadecimal). `live_pub_`/`test_pub_` are
    // public: left out.
    token("lob_key", b"test_", Alphabet::LowerHex, 35..=35, always),
    // Typeform: "Personal access tokens".
    token("typeform_token", b"tfp_", Alphabet::UrlDot, 59..=59, always),
    // Together AI: "Authentication".
    token("together_key", b"tgp_v1_", Alphabet::Url, 43..=43, mixed),
    // Scalingo: "API tokens".
    token("scalingo_token", b"tk-us-", Alphabet::Url, 48..=48, always),
    // Tailscale: "Key prefixes".
    token("tailscale_key", b"tskey-", Alphabet::Url, 24..=90, tailscale),
    // Vercel: "Access tokens".
    token("vercel_token", b"vcp_", Alphabet::Alnum, 24..=64, mixed),
    // Microsoft Teams: "Create an Incoming Webhook"; the whole address is the secret.
    token("teams_webhook", b"webhook.office.com/webhookb2/", Alphabet::UrlAt, 120..=260, always),
    // Stripe: "Receive events in your webhook endpoint"; Standard Webhooks: the same prefix before Base64.
    token("webhook_secret", b"whsec_", Alphabet::Base64, 32..=88, always),
    // xAI: "API keys".
    token("xai_key", b"xai-", Alphabet::Alnum, 80..=80, always),
    // Slack: "Tokens" and "Rotating app configuration tokens".
    token("slack_app", b"xapp-", Alphabet::Url, 60..=120, slack),
    // Brevo (Sendinblue): "Authentication schemes".
    token("brevo_api_key", b"xkeysib-", Alphabet::Url, 81..=81, brevo),
    // Xendit: "API keys"; `xnd_public_` is public: left out.
    token("xendit_test_key", b"xnd_development_", Alphabet::Base64, 40..=96, always),
    token("xendit_key", b"xnd_production_", Alphabet::Base64, 40..=96, always),
    // Slack: "Tokens" and "Rotating app configuration tokens".
    token("slack_workspace", b"xoxa-", Alphabet::Url, 24..=100, slack),
    token("slack_bot", b"xoxb-", Alphabet::Url, 27..=80, slack),
    token("slack_config_refresh", b"xoxe-", Alphabet::Url, 140..=160, slack),
    token("slack_config", b"xoxe.xoxb-", Alphabet::Url, 150..=180, slack),
    token("slack_config", b"xoxe.xoxp-", Alphabet::Url, 150..=180, slack),
    token("slack_legacy", b"xoxo-", Alphabet::Url, 30..=100, slack),
    token("slack_user", b"xoxp-", Alphabet::Url, 40..=100, slack),
    token("slack_refresh", b"xoxr-", Alphabet::Url, 24..=100, slack),
    token("slack_legacy", b"xoxs-", Alphabet::Url, 30..=100, slack),
    // Brevo (Sendinblue): "Authentication schemes".
    token("brevo_smtp_key", b"xsmtpsib-", Alphabet::Url, 81..=81, brevo),
    // Google: "Using OAuth 2.0 to access Google APIs".
    token("google_access_token", b"ya29.", Alphabet::UrlDot, 20..=2048, always),
];

/// Tokens with a prefix of two or three bytes, in the same order. They are as strict in the rest, yet whoever
/// looks for prefixes of at least four bytes needs another anchor for them.
#[rustfmt::skip]
pub(super) const SHORT: &[Token] = &[
    // SendGrid: "API keys".
    token("sendgrid_key", b"SG.", Alphabet::UrlDot, 66..=66, sendgrid),
    // Fireworks AI: "Authentication".
    token("fireworks_key", b"fw_", Alphabet::Alnum, 24..=24, mixed),
    // Hugging Face: "User access tokens".
    token("huggingface_token", b"hf_", Alphabet::Alnum, 34..=34, both_cases),
    // NuGet: "Scoped API keys".
    token("nuget_key", b"oy2", Alphabet::LowerAlnum, 43..=43, always),
    // ClickUp: "Authentication", personal tokens.
    token("clickup_token", b"pk_", Alphabet::Word, 40..=42, clickup),
    // Resend: "API keys".
    token("resend_key", b"re_", Alphabet::Word, 33..=33, resend),
    // OpenAI: "API keys", first form.
    token("openai_key", b"sk-", Alphabet::Alnum, 48..=48, openai_first),
    // DeepSeek: "Your first API call".
    token("deepseek_key", b"sk-", Alphabet::LowerHex, 32..=32, digit),
    // ElevenLabs: "API authentication".
    token("elevenlabs_key", b"sk_", Alphabet::LowerHex, 48..=48, digit),
    // Dropbox: "OAuth guide", short-lived access tokens.
    token("dropbox_token", b"sl.", Alphabet::UrlDot, 130..=1400, always),
];
